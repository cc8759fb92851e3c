package io.penstock.config;

import java.time.Duration;

/** What can differ from event to event. */
public record EventConfig(
        OverflowConfig overflow, Duration flushInterval, BufferConfig buffer, RotationConfig rotation) {}

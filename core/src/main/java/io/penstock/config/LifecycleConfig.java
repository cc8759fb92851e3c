package io.penstock.config;

import java.time.Duration;

public record LifecycleConfig(Duration shutdownTimeout, boolean jmx) {}

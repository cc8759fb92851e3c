package io.penstock.config;

import java.time.Duration;

/**
 * Stop and management.
 *
 * @param shutdownTimeout what flushing and sealing may take at a stop; {@link Limits#UNLIMITED} when unlimited
 * @param jmx whether an MXBean is registered
 */
public record LifecycleConfig(Duration shutdownTimeout, boolean jmx) {
    static LifecycleConfig read(ElementReader appender) {
        return new LifecycleConfig(
                appender.read(
                        "shutdownTimeout", DurationText.DURATION.orUnlimited(Limits.UNLIMITED), Duration.ofSeconds(20)),
                appender.read("jmx", WordText.BOOLEAN, true));
    }
}

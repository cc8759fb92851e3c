package io.penstock.config;

import java.time.Duration;

/** How a lifted bound is written down. */
public final class Limits {
    /** No bound in time. */
    public static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

    private Limits() {}

    /** The duration in nanoseconds; {@link Long#MAX_VALUE} where it is {@link #UNLIMITED} or does not fit. */
    public static long nanos(Duration duration) {
        return duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : duration.toNanos();
    }
}

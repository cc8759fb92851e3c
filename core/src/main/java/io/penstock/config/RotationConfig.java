package io.penstock.config;

import java.time.Duration;

/**
 * @param sizeBytes {@link Long#MAX_VALUE} when unlimited
 * @param interval {@link Limits#UNLIMITED} when unlimited
 */
public record RotationConfig(long sizeBytes, Duration interval, boolean preallocate, Sync sync) {
    public enum Sync {
        SEAL,
        FLUSH,
        OFF
    }
}

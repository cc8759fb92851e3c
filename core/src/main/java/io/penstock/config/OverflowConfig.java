package io.penstock.config;

import java.time.Duration;

/**
 * What happens to a record whose event's buffers are full.
 *
 * @param blockTimeout {@link Limits#UNLIMITED} when unlimited
 * @param discardThreshold records at this severity or less severe are dropped at once with full buffers
 */
public record OverflowConfig(OnFull onFull, Duration blockTimeout, Severity discardThreshold) {
    public enum OnFull {
        BLOCK,
        DROP
    }
}

package io.penstock.config;

import java.time.Duration;

/**
 * What happens to a record whose event's buffers are full.
 *
 * @param onFull whether the appending thread waits
 * @param blockTimeout the longest wait; {@link Limits#UNLIMITED} when unlimited, zero for none
 * @param discardThreshold records at this severity or less severe are dropped at once with full buffers
 */
public record OverflowConfig(OnFull onFull, Duration blockTimeout, Severity discardThreshold) {
    /** What a full buffer means for the thread that appends. */
    public enum OnFull {
        /** It waits for room, for {@link #blockTimeout} at most, then drops the record. */
        BLOCK,
        /** It drops the record at once. */
        DROP
    }

    static final OverflowConfig DEFAULTS = new OverflowConfig(OnFull.BLOCK, Duration.ofSeconds(10), Severity.NONE);

    static OverflowConfig read(ElementReader element, OverflowConfig inherited) {
        return new OverflowConfig(
                element.read("onFull", WordText.oneOf(OnFull.class), inherited.onFull),
                element.read(
                        "blockTimeout", DurationText.DURATION.orUnlimited(Limits.UNLIMITED), inherited.blockTimeout),
                element.read("discardThreshold", WordText.SEVERITY, inherited.discardThreshold));
    }
}

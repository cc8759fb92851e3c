package io.penstock.config;

import java.time.Duration;

/**
 * Bounds of the local sealed files.
 *
 * @param maxAge {@link Limits#UNLIMITED} when unlimited
 * @param maxTotalBytes {@link Long#MAX_VALUE} when unlimited
 * @param minFreePercent share of the filesystem that stays free, from 0 to less than 100
 */
public record RetentionConfig(Duration maxAge, long maxTotalBytes, double minFreePercent) {
    static RetentionConfig read(ElementReader retention) {
        return new RetentionConfig(
                retention.read("maxAge", DurationText.PERIOD.orUnlimited(Limits.UNLIMITED), Limits.UNLIMITED),
                retention.read(
                        "maxTotalSize",
                        SizeText.BYTES
                                .where(bytes -> bytes > 0, "must be more than 0")
                                .orUnlimited(Long.MAX_VALUE),
                        10L << 30),
                retention.read("minFree", NumberText.SHARE_OF_WHOLE, 5.0));
    }
}

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
    static final ValueParser<Duration> MAX_AGE = DurationText.PERIOD.orUnlimited(Limits.UNLIMITED);
    static final ValueParser<Long> MAX_TOTAL_BYTES =
            SizeText.BYTES.where(bytes -> bytes > 0, "must be more than 0").orUnlimited(Long.MAX_VALUE);

    static RetentionConfig read(ElementReader retention) {
        return new RetentionConfig(
                retention.read("maxAge", MAX_AGE, Limits.UNLIMITED),
                retention.read("maxTotalSize", MAX_TOTAL_BYTES, 10L << 30),
                retention.read("minFree", NumberText.SHARE_OF_WHOLE, 5.0));
    }
}

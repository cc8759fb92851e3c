package io.penstock.config;

import java.time.Duration;

/**
 * @param maxAge {@link Limits#UNLIMITED} when unlimited
 * @param maxTotalBytes {@link Long#MAX_VALUE} when unlimited
 * @param minFreePercent share of the filesystem, 0 to 100
 */
public record RetentionConfig(Duration maxAge, long maxTotalBytes, double minFreePercent) {}

package io.penstock.config;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A record's time: nanoseconds since the epoch, from 1677 to 2262. A time that a {@code long} cannot hold becomes {@link Long#MIN_VALUE} or {@link Long#MAX_VALUE}; both mean that the time is not
 * known, and such a record takes no part in naming its file.
 */
public final class EventTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Leaves room for any int of nanoseconds. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 3;

    private static final Instant EARLIEST = instant(Long.MIN_VALUE);
    private static final Instant LATEST = instant(Long.MAX_VALUE);

    private EventTime() {}

    /** Any values; the last seconds of the range already count as outside of it. */
    public static long nanos(long epochSeconds, int nanoOfSecond) {
        if (epochSeconds > MOST_SECONDS) {
            return Long.MAX_VALUE;
        }
        return epochSeconds < -MOST_SECONDS ? Long.MIN_VALUE : epochSeconds * NANOS_PER_SECOND + nanoOfSecond;
    }

    public static long nanosOfMillis(long epochMillis) {
        return TimeUnit.MILLISECONDS.toNanos(epochMillis);
    }

    public static boolean isKnown(long nanos) {
        return nanos != Long.MAX_VALUE && nanos != Long.MIN_VALUE;
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** The time itself, or the end of the range that it lies beyond: for times of files, which anyone can set, and for what is read from a disk. */
    public static Instant bounded(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }
}

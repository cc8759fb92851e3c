package io.penstock.flush;

import io.penstock.config.EventConfig;
import io.penstock.config.Limits;
import io.penstock.config.RotationConfig;
import java.time.Duration;

/** What the flush thread needs to know of an event's configuration. Times in nanoseconds; {@link Long#MAX_VALUE} is never. */
public record FlushSettings(
        String event, long flushIntervalNanos, long idleNanos, int thresholdPercent, boolean syncEachFlush) {

    public static FlushSettings of(String event, EventConfig config, Duration idleTimeout) {
        return new FlushSettings(
                event,
                Limits.nanos(config.flushInterval()),
                Limits.nanos(idleTimeout),
                config.buffer().flushThresholdPercent(),
                config.rotation().sync() == RotationConfig.Sync.FLUSH);
    }

    /** The same with a flush interval of at most this. */
    public FlushSettings atLeastEvery(Duration interval) {
        long nanos = Math.min(flushIntervalNanos, Limits.nanos(interval));
        return new FlushSettings(event, nanos, idleNanos, thresholdPercent, syncEachFlush);
    }
}

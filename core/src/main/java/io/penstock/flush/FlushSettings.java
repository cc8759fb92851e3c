package io.penstock.flush;

import io.penstock.config.EventConfig;
import io.penstock.config.Limits;
import io.penstock.config.RotationConfig;
import java.time.Duration;

/** What the flush thread needs to know of an event's configuration. Times in nanoseconds; {@link Long#MAX_VALUE} is never. */
public record FlushSettings(
        String event,
        long flushIntervalNanos,
        long idleNanos,
        int thresholdPercent,
        long rotateAtBytes,
        boolean syncEachFlush) {
    public static FlushSettings of(String event, EventConfig config, Duration idleTimeout) {
        return new FlushSettings(
                event,
                Limits.nanos(config.flushInterval()),
                Limits.nanos(idleTimeout),
                config.buffer().flushThresholdPercent(),
                config.rotation().sizeBytes(),
                config.rotation().sync() == RotationConfig.Sync.FLUSH);
    }
}

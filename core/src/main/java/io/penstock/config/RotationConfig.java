package io.penstock.config;

import java.time.Duration;

/**
 * When a live file gives way to the next, and how it is written.
 *
 * @param sizeBytes at least 1 KB; {@link Long#MAX_VALUE} when unlimited
 * @param interval at multiples since the epoch; {@link Limits#UNLIMITED} when unlimited
 * @param preallocate whether disk space is taken ahead of the write position
 * @param sync when {@code fdatasync} is called
 */
public record RotationConfig(long sizeBytes, Duration interval, boolean preallocate, Sync sync) {
    /** When a file's bytes are forced to the device. */
    public enum Sync {
        /** When the file is sealed. */
        SEAL,
        /** At every flush, and when the file is sealed. */
        FLUSH,
        /** Never. */
        OFF
    }

    static final RotationConfig DEFAULTS = new RotationConfig(256L << 20, Duration.ofHours(1), true, Sync.SEAL);

    static RotationConfig read(ElementReader rotation, RotationConfig inherited) {
        return new RotationConfig(
                rotation.read(
                        "size",
                        SizeText.BYTES
                                .where(bytes -> bytes >= 1024, "must be at least 1 KB")
                                .orUnlimited(Long.MAX_VALUE),
                        inherited.sizeBytes),
                rotation.read("interval", DurationText.PERIOD.orUnlimited(Limits.UNLIMITED), inherited.interval),
                rotation.read("preallocate", WordText.BOOLEAN, inherited.preallocate),
                rotation.read("sync", WordText.oneOf(Sync.class), inherited.sync));
    }
}

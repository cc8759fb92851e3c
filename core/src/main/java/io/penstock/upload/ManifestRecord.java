package io.penstock.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One archived object, as the manifest has it.
 *
 * @param event sanitised
 * @param size plain bytes, those of the sealed file
 * @param storedSize bytes of the object
 * @param crc32c of the stored bytes, base64
 * @param compression {@code none}, {@code gzip} or {@code zstd}
 * @param encryption {@code none} or {@code age}
 * @param earliest time of the earliest record
 * @param start id of the process start that wrote the file
 * @param sequence of the event's files within that start
 * @param previous sealed name of the event's file before it; null for the first
 * @param file sealed name
 * @param uploaded when it was registered
 */
public record ManifestRecord(
        String event,
        String bucket,
        String key,
        long size,
        long storedSize,
        String crc32c,
        String compression,
        String encryption,
        long records,
        Instant earliest,
        Instant latest,
        String host,
        String start,
        long sequence,
        @Nullable String previous,
        String file,
        Instant uploaded) {}

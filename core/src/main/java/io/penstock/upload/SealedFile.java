package io.penstock.upload;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sealed file that waits to be uploaded. It never changes.
 *
 * @param name its name in {@code sealed/}, unique in the spool
 * @param bytes its length
 * @param event sanitised
 * @param start of the pipeline that wrote it
 * @param sequence of the event's files within that start
 * @param previous sealed name of the event's file before it, null for the first
 * @param named the time that its key carries
 */
public record SealedFile(
        String name,
        Path path,
        long bytes,
        String event,
        String host,
        String start,
        long sequence,
        @Nullable String previous,
        long records,
        Instant earliest,
        Instant latest,
        Instant named) {}

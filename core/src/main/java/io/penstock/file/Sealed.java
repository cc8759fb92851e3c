package io.penstock.file;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file in {@code sealed/}. It never changes.
 *
 * @param name its name there
 * @param bytes its length
 * @param event sanitised
 * @param start of the pipeline that wrote it; with event and sequence it names the file for ever, while the name may be
 *     given again once the file and all that is noted of it are gone
 * @param sequence of the event's files within that start
 * @param previous sealed name of the event's file before it, null for the first
 * @param named the time in its name and its key
 */
public record Sealed(
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
        Instant named) {
    static Sealed of(Path path, long bytes, Sidecar sidecar) {
        return new Sealed(
                path.getFileName().toString(),
                path,
                bytes,
                sidecar.event(),
                sidecar.host(),
                sidecar.start(),
                sidecar.sequence(),
                sidecar.previous(),
                sidecar.records(),
                sidecar.earliest(),
                sidecar.latest(),
                sidecar.named());
    }

    /** Whether the sidecar is this file's, and not that of another that got the same name later. */
    boolean isOf(Sidecar sidecar) {
        return sidecar.start().equals(start)
                && sidecar.sequence() == sequence
                && sidecar.event().equals(event);
    }
}

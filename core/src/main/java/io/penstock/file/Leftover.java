package io.penstock.file;

import io.penstock.file.SpoolPaths.FileId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that its process did not live to seal.
 *
 * @param path under its live or its hidden name
 * @param note what was known when it was prepared; null where that is lost
 */
record Leftover(FileId id, Path path, @Nullable Sidecar note) {
    long headerBytes() {
        return note == null ? 0 : note.headerBytes();
    }
}

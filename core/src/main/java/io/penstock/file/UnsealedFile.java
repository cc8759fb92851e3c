package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig.Sync;
import io.penstock.file.SpoolPaths.FileId;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A file from its preparation until it is sealed: the flush thread has its {@link LogFile} in between, the rest is the files thread's. */
final class UnsealedFile {
    final FileId id;
    final LogFile log;
    final EventCounters counters;
    private final FileFraming framing;

    /** Done when the file is sealed, or removed because it is empty: true; false when that is left to recovery. */
    final CompletableFuture<Boolean> sealed = new CompletableFuture<>();

    /** Where the file stands: hidden, live, in the end sealed. */
    Path path;

    /** Whether it has its live name. */
    boolean named;

    /** Nobody writes to it any more. */
    boolean givenAway;

    /** Length, footer and sync are done and the descriptors given back. */
    boolean finished;

    /** What it became in {@code sealed/}. */
    @Nullable
    Sealed result;

    private byte @Nullable [] footer;
    private int footerWritten;

    UnsealedFile(FileId id, LogFile log, EventCounters counters, FileFraming framing) {
        this.id = id;
        this.log = log;
        this.counters = counters;
        this.framing = framing;
        this.path = log.terms.path();
    }

    boolean syncs() {
        return log.terms.sync() != Sync.OFF;
    }

    /** Writes what of the footer is not in the file yet; repeated after a failure it goes on where that one stopped. */
    void writeFooter() throws IOException {
        byte[] bytes = footer;
        if (bytes == null) {
            bytes = framing.footer();
            footer = bytes;
        }
        long before = log.position();
        try {
            log.append(ByteBuffer.wrap(bytes), footerWritten, bytes.length - footerWritten);
        } finally {
            footerWritten += (int) (log.position() - before);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

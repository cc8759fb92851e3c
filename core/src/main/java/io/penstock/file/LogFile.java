package io.penstock.file;

import io.penstock.config.EventTime;
import io.penstock.config.RotationConfig.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file while it is written and until it is sealed; the part that both kinds share. Owned by one thread at a time: the
 * files thread prepares it, the flush thread writes it, the files thread seals it.
 */
abstract class LogFile implements LiveFile {
    /** A batch from this size on goes out as whole blocks behind the page cache. */
    static final int DIRECT_FROM_BYTES = 256 * 1024;

    /**
     * What a file is opened with.
     *
     * @param path where it is created; it may be renamed while it is open
     * @param rotateAtBytes {@link Long#MAX_VALUE} when unlimited
     * @param footerBytes kept free below the rotation size
     */
    record Terms(Path path, long rotateAtBytes, boolean preallocate, Sync sync, int footerBytes) {}

    final Terms terms;
    private final long limit;
    private final Instant opened;

    private long position;
    private long headerBytes;
    private @Nullable IOException syncFailure;
    private long records;
    private long earliestNanos = Long.MAX_VALUE;
    private long latestNanos = Long.MIN_VALUE;

    LogFile(Terms terms, Instant opened) {
        this.terms = terms;
        this.opened = opened;
        this.limit = terms.rotateAtBytes == Long.MAX_VALUE ? Long.MAX_VALUE : terms.rotateAtBytes - terms.footerBytes;
    }

    /**
     * Shows others that the file is being written to, as far as the system allows: {@link LeftoverSealer} leaves a file that
     * is locked. After {@link SpoolFolder#own}, which may end a lock.
     */
    void lock() {}

    /** Sets the length to {@link #position()} and gives reserved blocks back. */
    abstract void truncate() throws IOException;

    /** Everything written, durable; the error rather than false. */
    abstract void syncOrThrow() throws IOException;

    /** Gives the descriptors back. Idempotent. */
    abstract void close() throws IOException;

    /** Writes what comes first in the file and is no record. */
    final void header(byte[] header) throws IOException {
        append(ByteBuffer.wrap(header), 0, header.length);
        headerBytes = position;
    }

    final long headerBytes() {
        return headerBytes;
    }

    @Override
    public final long position() {
        return position;
    }

    /** Only after a write that returned {@code bytes}: the position is never ahead of the file, and never behind. */
    final void advance(long bytes) {
        position += bytes;
    }

    @Override
    public final long remaining() {
        return limit == Long.MAX_VALUE ? Long.MAX_VALUE : limit - position;
    }

    @Override
    public final boolean isEmpty() {
        return position == headerBytes;
    }

    @Override
    public final boolean sync() {
        try {
            syncOrThrow();
            return true;
        } catch (IOException e) {
            syncFailure = e;
            return false;
        }
    }

    @Override
    public final boolean isSuspect() {
        return syncFailure != null;
    }

    /** Why the file is suspect. */
    final Optional<IOException> syncFailure() {
        return Optional.ofNullable(syncFailure);
    }

    @Override
    public final void count(long newRecords, long newEarliestNanos, long newLatestNanos) {
        records += newRecords;
        earliestNanos = Math.min(earliestNanos, newEarliestNanos);
        latestNanos = Math.max(latestNanos, newLatestNanos);
    }

    final long records() {
        return records;
    }

    /** Of the records counted; without any, when the file was opened. */
    final Instant earliest() {
        return earliestNanos == Long.MAX_VALUE ? opened : EventTime.instant(earliestNanos);
    }

    final Instant latest() {
        return latestNanos == Long.MIN_VALUE ? opened : EventTime.instant(latestNanos);
    }
}

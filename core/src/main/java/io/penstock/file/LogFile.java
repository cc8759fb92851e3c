package io.penstock.file;

import io.penstock.config.EventTime;
import io.penstock.config.RotationConfig.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file while it is written and until it is sealed; the part that both kinds share. Owned by one thread at a time:
 * {@code penstock-files} prepares it, the flush thread writes it, {@code penstock-seal} seals it.
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

    /** Where it is meant to stand; null until there is a file. */
    private volatile @Nullable Presence presence;

    /** Bytes in the file. Written by the owner alone, read by the thread that compares quiet files. */
    private volatile long position;
    /** A write has failed: more than it reported may be in the file. */
    private boolean unsure;

    private long headerBytes;
    private @Nullable IOException syncFailure;
    private long records;
    private long earliestNanos = Long.MAX_VALUE;
    private long latestNanos = Long.MIN_VALUE;
    private long slotEarliestNanos = Long.MAX_VALUE;

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

    /** Does what {@link #append} says, from the end of the file on. */
    abstract void write(ByteBuffer data, int offset, int length) throws IOException;

    @Override
    public final void append(ByteBuffer data, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, data.capacity());
        if (unsure) {
            cutWhatFailedWritesLeft();
        }
        unsure = true;
        write(data, offset, length);
        unsure = false;
    }

    /** Writes go to the end of the file, which must be where the last write that is counted ended. */
    private void cutWhatFailedWritesLeft() throws IOException {
        Presence now = presence;
        if (now != null && now.holds(position)) {
            truncate();
        }
    }

    /** Whether the file stands where {@link #presence} says. */
    final boolean isPlaced() {
        return presence != null;
    }

    /** Where the file stands now. */
    final Path path() {
        Presence now = presence;
        return now == null ? terms.path : now.path();
    }

    /** Where it stands, and whether it does. */
    final Presence presence() {
        Presence now = presence;
        if (now == null) {
            throw new IllegalStateException("the file is not in its place yet");
        }
        return now;
    }

    @Override
    public final boolean stands() {
        Presence now = presence;
        return now == null || (unsure ? now.holds(position) : now.holdsExactly(position));
    }

    /** As {@link #stands}, also after a write that failed with nothing written. */
    final boolean standsExactly() {
        Presence now = presence;
        return now == null || now.holdsExactly(position);
    }

    /** As {@link #stands}, but for the length of what is being written. Any thread. */
    final boolean standsWhileWritten() {
        Presence now = presence;
        return now == null || now.holds(position);
    }

    @Override
    public final boolean isGone() {
        Presence now = presence;
        return now != null && now.isLost();
    }

    /** The file stands at its first path. */
    final void placed() throws IOException {
        presence = Presence.of(terms.path);
    }

    /** Writes what comes first in the file and is no record; repeated after a failure it goes on where that one stopped. */
    final void header(byte[] header) throws IOException {
        try {
            append(ByteBuffer.wrap(header), (int) position, header.length - (int) position);
        } finally {
            headerBytes = position;
        }
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
        long after = position + bytes;
        position = after;
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
    public final void count(long newRecords, long newEarliestNanos, long newLatestNanos, long newSlotEarliestNanos) {
        records += newRecords;
        slotEarliestNanos = Math.min(slotEarliestNanos, newSlotEarliestNanos);
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

    /** What the file is named after: the earliest record of its slot, or, where it holds stragglers alone, of all. */
    final Instant named() {
        return slotEarliestNanos == Long.MAX_VALUE ? earliest() : EventTime.instant(slotEarliestNanos);
    }

    final Instant latest() {
        return latestNanos == Long.MIN_VALUE ? opened : EventTime.instant(latestNanos);
    }
}

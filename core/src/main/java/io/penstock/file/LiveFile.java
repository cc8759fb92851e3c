package io.penstock.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The file that an event's records are being written to. Owned by one thread at a time: the flush thread, or the write thread between hand-over and completion.
 */
public interface LiveFile {
    int BLOCK_BYTES = 4096;

    /** Bytes written so far, which is the length that readers see and where the next append goes. Advances by what was really written, also when append throws. */
    long position();

    /** Bytes that still fit under the rotation size (footer reserved), {@link Long#MAX_VALUE} when unlimited; 0 or less when full. */
    long remaining();

    /** No record yet (a header may stand in it). */
    boolean isEmpty();

    /**
     * Whether a batch of this many bytes would go out as whole blocks behind the page cache. If so the caller may keep the part of a batch behind its last block boundary back,
     * so that the next batch starts on a block.
     */
    boolean writesDirectly(long bytes);

    /**
     * Writes {@code data[offset, offset + length)} at {@link #position()}, continuing short writes. Direct only if {@code offset % BLOCK_BYTES == position() % BLOCK_BYTES} and the
     * buffer is page-aligned; otherwise buffered. A failed fdatasync inside does not throw: the file becomes {@link #isSuspect()} and goes on buffered.
     */
    void append(ByteBuffer data, int offset, int length) throws IOException;

    /** fdatasync; false when it failed, and the file is then suspect. */
    boolean sync();

    /** A sync of this file failed: what it holds may not be durable. The flush thread rotates away from it. */
    boolean isSuspect();

    /**
     * Compares the file's name and length with what was written: false from the moment on when somebody has removed, moved,
     * truncated or replaced it. I/O; the owner's thread, while nothing is being written.
     */
    default boolean stands() {
        return true;
    }

    /** It has been noticed that the file does not stand any more: nothing is to be written to it. No I/O; any thread. */
    default boolean isGone() {
        return false;
    }

    /**
     * Adds to what the sidecar tells. Flush thread, after the bytes are in the file.
     *
     * @param earliestNanos {@link Long#MAX_VALUE} if no record's time is known
     * @param latestNanos {@link Long#MIN_VALUE} then
     * @param slotEarliestNanos of the records since the boundary that opened the file's slot; {@link Long#MAX_VALUE} without any
     */
    void count(long records, long earliestNanos, long latestNanos, long slotEarliestNanos);
}

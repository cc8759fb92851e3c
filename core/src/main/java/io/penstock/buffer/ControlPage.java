package io.penstock.buffer;

import static io.penstock.buffer.ControlPageLayout.COPY_BYTES;
import static io.penstock.buffer.ControlPageLayout.CURSORS;
import static io.penstock.buffer.ControlPageLayout.EARLIEST;
import static io.penstock.buffer.ControlPageLayout.EPOCH;
import static io.penstock.buffer.ControlPageLayout.FILE;
import static io.penstock.buffer.ControlPageLayout.INTENT;
import static io.penstock.buffer.ControlPageLayout.LATEST;
import static io.penstock.buffer.ControlPageLayout.LENGTH;
import static io.penstock.buffer.ControlPageLayout.RECORDS;
import static io.penstock.buffer.ControlPageLayout.TAIL;
import static io.penstock.buffer.ControlPageLayout.TAIL_BYTES;
import static io.penstock.buffer.ControlPageLayout.TAIL_LENGTH;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What of an event is in its live file: committed length, the bytes kept back behind it, and a cursor per shard. Two copies; a commit fills the other one and then stores its epoch.
 * Whoever finds the page after a crash knows the last commit, and from the intent what the write after it was about to cover. Flush thread only.
 */
public final class ControlPage {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer page;
    private int valid;
    private long epoch;

    ControlPage(ByteBuffer zeroedPage) {
        page = zeroedPage;
    }

    /** Bytes of the live file whose frames may be forgotten. */
    public long committedLength() {
        return page.getLong(valid + LENGTH);
    }

    /** Bytes that stand behind {@link #committedLength()} and are not in the file yet: less than a block. */
    public int tailLength() {
        return page.getInt(valid + TAIL_LENGTH);
    }

    /** Copies the tail to {@code target[at, at + tailLength())}. */
    public void copyTail(ByteBuffer target, int at) {
        target.put(at, page, valid + TAIL, tailLength());
    }

    /** Says, before a batch is written, how far the shards will be read once it is. */
    public void intend(long[] ends, int shards) {
        for (int i = 0; i < shards; i++) {
            page.putLong(INTENT + CURSORS + i * Long.BYTES, ends[i]);
        }
        LONG.setRelease(page, INTENT + EPOCH, epoch + 1);
    }

    /** The first half of a commit: what the batch adds, and how far the shards have been read with it. */
    public void advance(long records, long earliestNanos, long latestNanos, long[] ends, int shards) {
        int other = COPY_BYTES - valid;
        page.putLong(other + FILE, page.getLong(valid + FILE));
        page.putLong(other + RECORDS, page.getLong(valid + RECORDS) + records);
        long earliest = page.getLong(valid + EARLIEST);
        page.putLong(other + EARLIEST, earliest == 0 ? earliestNanos : Math.min(earliest, earliestNanos));
        page.putLong(other + LATEST, Math.max(page.getLong(valid + LATEST), latestNanos));
        for (int i = 0; i < shards; i++) {
            page.putLong(other + CURSORS + i * Long.BYTES, ends[i]);
        }
    }

    /**
     * The second half, once the batch's bytes are in the file.
     *
     * @param length the file's length now
     * @param tail where the bytes stand that were kept back: {@code tailLength} of them, less than a block, at {@code tailAt}
     */
    public void commit(long length, ByteBuffer tail, int tailAt, int tailLength) {
        if (tailLength >= TAIL_BYTES) {
            throw new IllegalArgumentException(
                    "a tail of " + tailLength + " bytes is no less than a block of " + TAIL_BYTES);
        }
        int other = COPY_BYTES - valid;
        page.putLong(other + LENGTH, length);
        page.putInt(other + TAIL_LENGTH, tailLength);
        page.put(other + TAIL, tail, tailAt, tailLength);
        makeValid(other);
    }

    /** The next file is live, with this many bytes in it (its header). Only without a tail. */
    public void rotate(long length) {
        int other = COPY_BYTES - valid;
        page.put(other, page, valid, TAIL);
        page.putLong(other + FILE, page.getLong(valid + FILE) + 1);
        page.putLong(other + LENGTH, length);
        page.putLong(other + RECORDS, 0);
        page.putLong(other + EARLIEST, 0);
        page.putLong(other + LATEST, 0);
        page.putInt(other + TAIL_LENGTH, 0);
        makeValid(other);
    }

    private void makeValid(int other) {
        LONG.setRelease(page, other + EPOCH, ++epoch);
        valid = other;
    }

    /** Zeroes the page and hands it back. */
    ByteBuffer wipe() {
        Zeroes.fill(page, ControlPageLayout.BYTES);
        return page;
    }
}

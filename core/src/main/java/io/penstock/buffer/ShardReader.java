package io.penstock.buffer;

import java.nio.ByteBuffer;

/**
 * The flush thread's side of a {@link Shard}: reads frames in the order of their claims, first the draining buffer, then the active one.
 *
 * <p>Two cursors, each a generation and a position: <i>read</i> runs ahead while frames are merged, <i>committed</i> follows when their bytes are in the file. A buffer is zeroed and clean
 * once all of it is committed. Not thread-safe: flush thread only (I8).
 */
public final class ShardReader {
    /** Ticket of {@link #head} when nothing more may be read in this pass. */
    public static final long EXHAUSTED = Long.MAX_VALUE;
    /** Ticket of {@link #head} when the next frame is claimed and not yet published. */
    public static final long UNPUBLISHED = -1;

    private static final int MOST_SPINS = 1_000_000;
    private static final long POSITION_MASK = 0xffff_ffffL;

    private final Shard shard;
    private final int index;
    /** Of the active buffer. */
    private int generation;
    /** Final length of the draining buffer, of the generation before; −1 when that buffer is clean. */
    private int drainingLength = -1;

    private long read;
    private long committed;
    private long limit;
    private ByteBuffer buffer;
    private int frame;

    ShardReader(Shard shard, int index) {
        this.shard = shard;
        this.index = index;
        buffer = shard.buffer(0);
    }

    /** The shard's place among its event's shards. */
    int index() {
        return index;
    }

    /** How often the shard has been swapped. */
    int swaps() {
        return generation;
    }

    /** Makes the clean buffer active if there is one and the active one holds anything. */
    public boolean swap() {
        if (drainingLength >= 0 || shard.position() == 0) {
            return false;
        }
        drainingLength = shard.swap();
        generation++;
        commit(committed);
        return true;
    }

    /** Some of its memory waits for a swap. */
    public boolean isHalfFull() {
        return shard.isHalfFull();
    }

    /** The draining buffer has frames that have not been read. */
    public boolean isDraining() {
        return drainingLength >= 0 && generationOf(read) != generation && positionOf(read) < drainingLength;
    }

    /** Allows reading what is claimed at this moment. Call it after the cut is taken (I4). */
    public void snapshot() {
        limit = cursor(generation, shard.position());
    }

    /** Allows reading up to a cursor taken from {@link #cursor} before: what a failed write had merged. */
    public void limit(long end) {
        limit = isPast(end) ? read : normalised(end);
    }

    /**
     * Goes to the next frame without taking it.
     *
     * @return its ticket, {@link #UNPUBLISHED} or {@link #EXHAUSTED}
     */
    public long head() {
        read = normalised(read);
        if (read == limit) {
            return EXHAUSTED;
        }
        frame = positionOf(read);
        buffer = shard.buffer(generationOf(read));
        boolean published = FrameLayout.stateAcquire(buffer, frame) > 0 || shard.mend(generationOf(read), frame);
        return published ? FrameLayout.ticket(buffer, frame) : UNPUBLISHED;
    }

    /** Takes the frame that {@link #head} found. */
    public void next() {
        read += FrameLayout.stateAcquire(buffer, frame);
    }

    public boolean headIsVoid() {
        return FrameLayout.kind(buffer, frame) == FrameLayout.VOID;
    }

    public boolean headIsOversize() {
        return FrameLayout.kind(buffer, frame) == FrameLayout.OVERSIZE;
    }

    public long headTimestamp() {
        return FrameLayout.timestamp(buffer, frame);
    }

    public int headLength() {
        return FrameLayout.payloadLength(buffer, frame);
    }

    /** Copies the head's payload to {@code target[at, at + headLength())}. */
    public void copyHead(ByteBuffer target, int at, int length) {
        target.put(at, buffer, frame + FrameLayout.HEADER_BYTES, length);
    }

    /** The head's payload in place; valid until the frame is committed. */
    public ByteBuffer headPayload() {
        return buffer.slice(frame + FrameLayout.HEADER_BYTES, headLength());
    }

    /** Where reading stands: opaque, for {@link #commit} and {@link #limit}. */
    public long cursor() {
        return read;
    }

    /** The frames before {@code end} are in the file: zeroes the draining buffer when none is left in it. Returns true when a buffer became clean. */
    public boolean commit(long end) {
        if (isPast(end)) {
            return false;
        }
        committed = normalised(end);
        if (drainingLength < 0 || generationOf(committed) != generation) {
            return false;
        }
        Zeroes.fill(shard.buffer(generation - 1), drainingLength);
        read = normalised(read);
        drainingLength = -1;
        return true;
    }

    /** Goes back to the last commit: what was merged since did not reach the file. */
    public void rewind() {
        read = committed;
    }

    /** Goes back to a cursor taken from {@link #cursor} before, where a batch in flight ends. */
    public void rewindTo(long end) {
        if (!isPast(end)) {
            read = normalised(end);
        }
    }

    /** Records that are claimed and not committed. Only of a closed shard that is given up. Leaves the reader at the shard's end. */
    public long countUncommitted() {
        rewind();
        snapshot();
        long records = 0;
        int spins = 0;
        while (head() != EXHAUSTED && spins < MOST_SPINS) {
            int state = FrameLayout.stateAcquire(buffer, frame);
            if (state == 0) {
                Thread.onSpinWait(); // between its claim and the first store
                spins++;
            } else {
                records += state < 0 || FrameLayout.kind(buffer, frame) == FrameLayout.DATA ? 1 : 0;
                read += Math.abs(state);
            }
        }
        return records;
    }

    /** Whether everything claimed so far is committed. */
    public boolean isDrained() {
        return drainingLength < 0 && positionOf(committed) == shard.position();
    }

    /** Zeroes what a closed and drained shard leaves in its active buffer, so that the memory can be used again. */
    void wipe() {
        Zeroes.fill(shard.buffer(generation), shard.position());
    }

    /** The end of the draining buffer is the beginning of the active one. */
    private long normalised(long cursor) {
        return generationOf(cursor) != generation && positionOf(cursor) == drainingLength
                ? cursor(generation, 0)
                : cursor;
    }

    /**
     * The cursor stands in a buffer that is clean already: a batch that took nothing from this shard was in flight while the buffer, all of it committed, was swapped and cleaned. Its position
     * must not be compared with that of a later buffer.
     */
    private boolean isPast(long cursor) {
        int behind = generation - generationOf(cursor);
        return behind > 1 || (behind == 1 && drainingLength < 0);
    }

    private static long cursor(int generation, int position) {
        return (long) generation << 32 | position;
    }

    private static int generationOf(long cursor) {
        return (int) (cursor >>> 32);
    }

    private static int positionOf(long cursor) {
        return (int) (cursor & POSITION_MASK);
    }
}

package io.penstock.buffer;

import java.nio.ByteBuffer;

/**
 * Two equal buffers, of which one is active and takes frames. Any number of writers append; the flush thread alone swaps (I7).
 *
 * <pre>
 *   word   63      62 ………… 32   31 ……… 0
 *          closed  generation   position
 *
 *   The active buffer is number (generation &amp; 1); position is the end of the last claim in it.
 * </pre>
 *
 * <p>A claim is one compare-and-set that moves the position; the swap is one that raises the generation and sets the position to 0. So a claim made for a buffer that has been swapped away
 * in the meantime fails, and the position that the swap replaced is that buffer's final length. Generations wrap after 2³¹ swaps: for a claim to be misled, its thread would have to sleep
 * through exactly that many.
 */
final class Shard {
    private static final long CLOSED = 1L << 63;
    private static final int GENERATION_SHIFT = 32;
    private static final long GENERATION_MASK = 0x7fff_ffffL;
    private static final long NONE = -1;
    /** With more than this in {@link #broken} the shard counts as full; as much again is left to the writers who are on their way. */
    private static final int MOST_BROKEN = 3 * 256;

    private final ByteBuffer even;
    private final ByteBuffer odd;
    private final int capacity;
    private final int halfFull;
    private final PaddedLong word = new PaddedLong();
    /** Claims whose writers failed before the publish (a stack overflow, say), three numbers each: word, size, ticket. Guarded by itself. */
    private final long[] broken = new long[2 * MOST_BROKEN];
    /** Numbers in use; read without the lock, where a late answer does no harm. */
    private volatile int brokenCount;
    /** Another writer got in between; read and reset by the flush thread, so a lost update only delays a further shard. */
    private boolean contended;

    /** @param memory zeroed; both buffers, one behind the other */
    Shard(ByteBuffer memory) {
        capacity = memory.capacity() / 2;
        halfFull = capacity / 2;
        even = memory.slice(0, capacity).order(memory.order());
        odd = memory.slice(capacity, capacity).order(memory.order());
    }

    /**
     * Claims, copies and publishes one frame. Any thread; no lock, no allocation, no system call.
     *
     * @param size {@link FrameLayout#sizeOf} of the payload, at most half of one buffer
     */
    Placed append(int size, int kind, long ticket, long timestampNanos, byte[] bytes, int offset, int length) {
        long claimed = NONE;
        try {
            while (true) {
                long seen = word.getAcquire();
                if (seen < 0) {
                    return Placed.CLOSED;
                }
                int position = (int) seen;
                if (position > capacity - size || brokenCount > MOST_BROKEN) {
                    return Placed.FULL;
                }
                ByteBuffer buffer = bufferOf(seen);
                FrameLayout.stateAcquire(buffer, position); // fetches the line that is written next
                if (word.compareAndSet(seen, seen + size)) {
                    claimed = seen;
                    fill(buffer, position, size, kind, ticket, timestampNanos, bytes, offset, length);
                    return position < halfFull && position + size >= halfFull ? Placed.HALF_FULL : Placed.IN_BUFFER;
                }
                if (!contended) {
                    contended = true; // not on every failure: all writers read this line
                }
            }
        } catch (Throwable failure) {
            if (claimed != NONE) {
                // No call from here on: where a stack has overflowed none can be relied upon. The flush thread does the
                // rest.
                synchronized (broken) {
                    broken[brokenCount] = claimed;
                    broken[brokenCount + 1] = size;
                    broken[brokenCount + 2] = ticket;
                    brokenCount += 3;
                }
            }
            throw failure;
        }
    }

    private static void fill(
            ByteBuffer buffer,
            int frame,
            int size,
            int kind,
            long ticket,
            long timestampNanos,
            byte[] bytes,
            int offset,
            int length) {
        FrameLayout.claimRelease(buffer, frame, size);
        FrameLayout.extent(buffer, frame, kind, length);
        FrameLayout.ticket(buffer, frame, ticket);
        FrameLayout.timestamp(buffer, frame, timestampNanos);
        buffer.put(frame + FrameLayout.HEADER_BYTES, bytes, offset, length);
        FrameLayout.publishRelease(buffer, frame, size);
    }

    /**
     * Publishes as void what a writer claimed and could not fill, if this is such a frame. Flush thread only.
     *
     * @return whether the frame is published now
     */
    boolean mend(int generation, int frame) {
        if (brokenCount == 0) {
            return false;
        }
        synchronized (broken) {
            for (int i = 0; i < brokenCount; i += 3) {
                if ((int) broken[i] == frame && generationOf(broken[i]) == (generation & GENERATION_MASK)) {
                    ByteBuffer buffer = bufferOf(broken[i]);
                    FrameLayout.ticket(buffer, frame, broken[i + 2]);
                    FrameLayout.extent(buffer, frame, FrameLayout.VOID, 0);
                    FrameLayout.publishRelease(buffer, frame, (int) broken[i + 1]);
                    brokenCount -= 3;
                    System.arraycopy(broken, i + 3, broken, i, brokenCount - i);
                    return true;
                }
            }
            return false;
        }
    }

    /** Makes the other, clean buffer active. Flush thread only. Returns the final length of the buffer that was active until now. */
    int swap() {
        while (true) {
            long seen = word.getVolatile();
            long next = (seen & CLOSED) | ((generationOf(seen) + 1) & GENERATION_MASK) << GENERATION_SHIFT;
            if (word.compareAndSet(seen, next)) {
                return (int) seen;
            }
        }
    }

    /** No claim succeeds after this. Flush thread only. */
    void close() {
        long seen = word.getVolatile();
        while (seen >= 0 && !word.compareAndSet(seen, seen | CLOSED)) {
            seen = word.getVolatile();
        }
    }

    /** End of the last claim in the active buffer, at this moment. */
    int position() {
        return (int) word.getVolatile();
    }

    int capacity() {
        return capacity;
    }

    boolean isHalfFull() {
        return position() >= halfFull;
    }

    /** Buffer 0 or 1: even or odd generations. */
    ByteBuffer buffer(int generation) {
        return (generation & 1) == 0 ? even : odd;
    }

    /** Whether writers got in each other's way since the last call. */
    boolean takeContended() {
        boolean was = contended;
        if (was) {
            contended = false;
        }
        return was;
    }

    private ByteBuffer bufferOf(long seen) {
        return (seen >>> GENERATION_SHIFT & 1) == 0 ? even : odd;
    }

    private static long generationOf(long seen) {
        return seen >>> GENERATION_SHIFT & GENERATION_MASK;
    }
}

package io.penstock.buffer;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A record too large for a buffer. It stays in its caller's array; the caller waits until it is in the file, or withdraws it before its first byte is.
 */
public final class OversizeRecord {
    private enum State {
        WAITING,
        BEING_WRITTEN,
        WRITTEN,
        WITHDRAWN
    }

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private final byte[] bytes;
    private final int offset;
    private final int length;

    /** The array is neither copied nor changed; it must stay as it is until {@link #awaitWritten} returns. */
    public OversizeRecord(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** The record's bytes. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, offset, length).slice();
    }

    /** Flush thread: from here on the caller cannot withdraw it; again, after a write that failed half-way. False when the caller has withdrawn it. */
    public boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEING_WRITTEN) || state.get() == State.BEING_WRITTEN;
    }

    /** Flush thread: none of its bytes has been written, the caller may withdraw it again. */
    public void putBack() {
        state.compareAndSet(State.BEING_WRITTEN, State.WAITING);
    }

    /** Flush thread: it is in the file. */
    public void written() {
        state.set(State.WRITTEN);
        done.countDown();
    }

    /** Flush thread: it will never be in the file. */
    public void abandon() {
        state.set(State.WITHDRAWN);
        done.countDown();
    }

    /**
     * The caller: waits until the record is in the file, or withdraws it once {@code nanos} have passed and none of its bytes has been written. Ignores interrupts, and restores the flag.
     *
     * @return whether it is in the file
     */
    public boolean awaitWritten(long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                long left = nanos - (System.nanoTime() - start);
                try {
                    // past its time it is waited for only while its bytes are on their way
                    if (done.await(left > 0 ? left : PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                        return state.get() == State.WRITTEN;
                    }
                    if (nanos - (System.nanoTime() - start) <= 0
                            && state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
                        return false;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

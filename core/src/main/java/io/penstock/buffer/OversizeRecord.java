package io.penstock.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A record too large for a buffer. It stays in its caller's array; the caller waits until it is in the file, or withdraws it before its first byte is. Of a record that is in the file by half when
 * writing fails, the flush thread takes a copy once the caller's time is over: the rest belongs into the file, but its caller must not wait for the disk to heal.
 */
public final class OversizeRecord {
    private enum State {
        WAITING,
        BEING_WRITTEN,
        KEPT,
        WRITTEN,
        WITHDRAWN
    }

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch done = new CountDownLatch(1);
    private final int length;
    /** Changed by the flush thread only, as {@link #offset} is. */
    private byte[] bytes;

    private int offset;
    private volatile boolean overdue;

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
        return state.compareAndSet(State.WAITING, State.BEING_WRITTEN) || !isWithdrawn();
    }

    private boolean isWithdrawn() {
        return state.get() == State.WITHDRAWN;
    }

    /** Flush thread: none of its bytes has been written, the caller may withdraw it again. */
    public void putBack() {
        state.compareAndSet(State.BEING_WRITTEN, State.WAITING);
    }

    /** Flush thread, while nothing is being written: some of its bytes have been. Lets a caller go whose time is over; the record is accepted then. */
    public void keepIfOverdue() {
        if (overdue && state.get() == State.BEING_WRITTEN) {
            bytes = Arrays.copyOfRange(bytes, offset, offset + length);
            offset = 0;
            state.set(State.KEPT);
            done.countDown();
        }
    }

    /** Flush thread: it is in the file. */
    public void written() {
        state.set(State.WRITTEN);
        done.countDown();
    }

    /** Flush thread: it will never be in the file. Returns whether it had been accepted all the same. */
    public boolean abandon() {
        if (state.get() == State.KEPT) {
            return true;
        }
        state.set(State.WITHDRAWN);
        done.countDown();
        return false;
    }

    /**
     * The caller: waits until the record is in the file, or withdraws it once {@code nanos} have passed and none of its bytes has been written. Ignores interrupts, and restores the flag.
     *
     * @param ending asked now and then: nobody waits any more
     * @return whether it is in the file, or the flush thread has kept a copy of it
     */
    public boolean awaitWritten(long nanos, BooleanSupplier ending) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                long left = ending.getAsBoolean() ? 0 : nanos - (System.nanoTime() - start);
                try {
                    // past its time it is waited for only while its bytes are on their way
                    if (done.await(
                            left > 0 ? Math.min(left, LOOK_AGAIN_NANOS) : PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                        return !isWithdrawn();
                    }
                    if (left <= 0) {
                        overdue = true;
                        if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
                            return false;
                        }
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

package io.penstock.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A record too large for a buffer. It stays in its caller's array; the caller waits until it is in the file, or
 * withdraws it before a write has begun. Once a write has begun the record belongs into the file, and its caller must
 * not wait for a disk that hangs: when the caller's time is over, the record goes on in a copy of its own, and the
 * caller returns with it accepted.
 *
 * <p>The array is read and replaced under this object's monitor only, a part at a time, so a copy can be taken in the
 * middle of a write.
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

    private final CountDownLatch done = new CountDownLatch(1);
    private final int length;
    /** Guarded by this, as the following are. */
    private State state = State.WAITING;

    private byte[] bytes;
    private int offset;
    /** Given up without memory for a copy: what is not written yet cannot be. */
    private boolean cut;

    /** The array is neither copied nor changed; it must stay as it is until {@link #awaitWritten} returns. */
    public OversizeRecord(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** The record's length in bytes. */
    public int length() {
        return length;
    }

    /**
     * Write thread: copies {@code [from, from + count)} of the record to {@code target[at, at + count)}.
     *
     * @throws IOException the record was given up while it was being written, and its array is the caller's again
     */
    public synchronized void copy(int from, ByteBuffer target, int at, int count) throws IOException {
        if (cut) {
            throw new IOException("a record of " + length + " bytes was given up while it was being written");
        }
        target.put(at, bytes, offset + from, count);
    }

    /**
     * Flush thread: a write begins, from here on the caller cannot withdraw the record; again after a write that failed
     * half-way. False when the caller has withdrawn it.
     */
    public synchronized boolean begin() {
        if (state == State.WAITING) {
            state = State.BEING_WRITTEN;
        }
        return state != State.WITHDRAWN;
    }

    /** Flush thread: none of its bytes has been written, the caller may withdraw it again. */
    public synchronized void putBack() {
        if (state == State.BEING_WRITTEN) {
            state = State.WAITING;
        }
    }

    /** Flush thread: it is in the file. */
    public synchronized void written() {
        state = State.WRITTEN;
        done.countDown();
    }

    /**
     * Flush thread: it will not be waited for any more, though a write that hangs may still bring it into the file.
     *
     * @return whether it counts as accepted: its write had begun
     */
    public synchronized boolean abandon() {
        if (state == State.BEING_WRITTEN) {
            try {
                keep();
            } catch (OutOfMemoryError e) {
                cut = true;
            }
            state = State.KEPT;
        }
        if (state == State.WAITING) {
            state = State.WITHDRAWN;
        }
        done.countDown();
        return state == State.KEPT;
    }

    /** The array goes back to the caller. */
    private void keep() {
        bytes = Arrays.copyOfRange(bytes, offset, offset + length);
        offset = 0;
    }

    /**
     * The caller: waits until the record is in the file. After {@code nanos} it withdraws the record, or, if a write has
     * begun, leaves a copy. Ignores interrupts, and restores the flag.
     *
     * @param ending asked every 100 ms: the JVM ends, and waiting with it
     * @return whether the record is accepted: in the file, or on its way there in a copy
     */
    public boolean awaitWritten(long nanos, BooleanSupplier ending) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                long left = ending.getAsBoolean() ? 0 : nanos - (System.nanoTime() - start);
                try {
                    boolean decided =
                            left > 0 ? done.await(Math.min(left, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS) : isLetGo();
                    if (decided) {
                        return isAccepted();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (OutOfMemoryError e) {
                    // neither the wait nor the copy may leave the array to a write and to the caller at once
                    LockSupport.parkNanos(PATIENCE_NANOS);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean isLetGo() {
        if (state == State.WAITING) {
            state = State.WITHDRAWN;
        } else if (state == State.BEING_WRITTEN) {
            keep();
            state = State.KEPT;
        }
        return true;
    }

    private synchronized boolean isAccepted() {
        return state != State.WITHDRAWN;
    }
}

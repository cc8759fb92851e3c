package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.penstock.logback.LateRecord.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an appender leaves to the one that takes its name in the next configuration.
 *
 * <p>Logback stops the appenders of the old configuration while their loggers still send them records, and starts the new ones later. The records that come in
 * between wait here, within a bound, and go to the successor before any of its own; one thread's records keep their order (I3). Where the bound is reached the
 * calling thread waits, as it does with full buffers; what finds no successor is refused by the pipeline that it came from, and so counted (I1).
 *
 * <p>Any thread.
 */
final class Handover {
    private record Waiting(LateRecord late, Target origin) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Target current;
    private @Nullable Encoder<ILoggingEvent> encoder;
    private long roomBytes;
    private long patienceNanos;
    private boolean closed;

    /** The appender of this name has started: it gets what waited, which is no more than one of its empty buffers holds unless they were made smaller. */
    void succeed(Target successor, Encoder<ILoggingEvent> itsEncoder) {
        lock.lock();
        try {
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                successor.append(next.late());
            }
            waitingBytes = 0;
            current = successor;
            encoder = itsEncoder;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The appender that appends to {@code leaving} stops for a new configuration: late records wait from now on, unless its successor has started already.
     *
     * @param heldBytes how much may wait
     * @param patience how long a thread may wait for its successor when that much waits
     */
    void leave(Target leaving, long heldBytes, long patience) {
        lock.lock();
        try {
            if (current == leaving) {
                current = null;
            }
            roomBytes = heldBytes;
            patienceNanos = patience;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a record that came after its appender had left; {@code origin} refuses it when nobody else will have it. */
    void take(LateRecord late, Target origin) {
        Target taker;
        lock.lock();
        try {
            awaitRoom(late);
            if (current == null && !closed && hasRoom(late)) {
                waiting.add(new Waiting(late, origin));
                waitingBytes += late.heldBytes();
                return;
            }
            taker = current == null ? origin : current;
        } finally {
            lock.unlock();
        }
        taker.append(late);
    }

    private boolean hasRoom(LateRecord late) {
        return waitingBytes + late.heldBytes() <= roomBytes;
    }

    /** An interrupt does not end the wait; the flag is restored. */
    private void awaitRoom(LateRecord late) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + patienceNanos;
        while (current == null && !closed && !hasRoom(late)) {
            long left = Math.min(patienceNanos, deadline - System.nanoTime());
            if (left <= 0) {
                patienceNanos = 0; // nobody came: from here on records are refused at once
                break;
            }
            try {
                changed.awaitNanos(left);
            } catch (InterruptedException interrupt) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The context has stopped: nobody succeeds any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                next.origin().append(next.late());
            }
            waitingBytes = 0;
            encoder = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The encoder of the last appender of this name that started. */
    Optional<Encoder<ILoggingEvent>> lastEncoder() {
        lock.lock();
        try {
            return Optional.ofNullable(encoder);
        } finally {
            lock.unlock();
        }
    }
}

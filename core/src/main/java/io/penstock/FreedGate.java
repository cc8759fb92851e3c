package io.penstock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where appends wait for a buffer to be freed. The flush thread frees a buffer first and asks for waiters then; a waiter announces itself first and looks for room then: so none sleeps through.
 * A lock of java.util.concurrent, so that a waiting virtual thread gives its carrier back.
 */
final class FreedGate {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private final BooleanSupplier ending;
    private volatile boolean ranOut;

    /** @param ending the JVM ends and has been held up long enough: nobody waits any more */
    FreedGate(BooleanSupplier ending) {
        this.ending = ending;
    }

    /** Flush thread: there may be room. */
    void freed() {
        ranOut = false;
        if (waiting.get() > 0) {
            lock.lock();
            try {
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Somebody waited in vain elsewhere for the same event. */
    void ranOut() {
        ranOut = true;
    }

    /** A wait has run out, and no buffer has been freed since: waiting is futile. */
    boolean isFutile() {
        return ranOut || ending.getAsBoolean();
    }

    /**
     * Tries until it works or the time is over. Ignores interrupts, and restores the flag.
     *
     * @return false when the time was over
     */
    boolean await(BooleanSupplier attempt, long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (!attempt.getAsBoolean()) {
                long left = nanos - (System.nanoTime() - start);
                if (left <= 0 || ending.getAsBoolean()) {
                    ranOut = true;
                    return false;
                }
                try {
                    freed.awaitNanos(Math.min(left, LOOK_AGAIN_NANOS));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

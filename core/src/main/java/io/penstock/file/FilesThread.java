package io.penstock.file;

import io.penstock.config.Limits;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code penstock-files}: everything about files that is neither appending nor uploading, one step after the other. Urgent
 * steps go before the others, each kind in the order of submission. Never interrupted: stopped by a flag and unpark.
 */
final class FilesThread {
    private record Later(long dueNanos, Runnable step) {}

    private final Queue<Runnable> urgent = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> ordinary = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::dueNanos));
    private final StatusListener status;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long stopAtNanos;

    private BooleanSupplier unfinished = () -> false;
    private Runnable atEnd = () -> {};

    FilesThread(StatusListener status) {
        this.status = status;
        thread = new Thread(this::run, "penstock-files");
        thread.setDaemon(true);
    }

    /**
     * @param toFinish asked when no step is due: whether a later one has something to finish before the thread may stop
     * @param lastStep run when it stops
     */
    void start(BooleanSupplier toFinish, Runnable lastStep) {
        unfinished = toFinish;
        atEnd = lastStep;
        thread.start();
    }

    /** Any thread. What is handed in before {@link #start} runs after it. */
    void urgent(Runnable step) {
        urgent.add(step);
        LockSupport.unpark(thread);
    }

    /** Any thread. */
    void ordinary(Runnable step) {
        ordinary.add(step);
        LockSupport.unpark(thread);
    }

    /** This thread only. */
    void later(long delayNanos, Runnable step) {
        later.add(new Later(System.nanoTime() + delayNanos, step));
    }

    /** Finishes for at most {@code timeout}; true when the thread has ended by then. It ends soon afterwards in any case. */
    boolean stop(Duration timeout) {
        long nanos = Math.max(0, Limits.nanos(timeout));
        stopAtNanos = System.nanoTime() + nanos;
        stopping = true;
        LockSupport.unpark(thread);
        return awaitEnd(nanos);
    }

    /** Nothing that is handed in any more is done. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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

    private void run() {
        try {
            while (!isOver()) {
                Runnable step = next();
                if (step != null) {
                    guarded(step);
                } else if (stopping && !unfinished.getAsBoolean()) {
                    break;
                } else {
                    park();
                }
            }
        } finally {
            guarded(atEnd);
            ended.countDown();
        }
    }

    private boolean isOver() {
        return stopping && System.nanoTime() - stopAtNanos >= 0;
    }

    private @Nullable Runnable next() {
        Runnable step = urgent.poll();
        if (step != null) {
            return step;
        }
        Later first = later.peek();
        if (first != null && first.dueNanos - System.nanoTime() <= 0) {
            later.poll();
            return first.step;
        }
        return ordinary.poll();
    }

    private void park() {
        Later first = later.peek();
        long nanos = first == null ? Long.MAX_VALUE : first.dueNanos - System.nanoTime();
        if (stopping) {
            nanos = Math.min(nanos, stopAtNanos - System.nanoTime());
        }
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        Thread.interrupted(); // whoever interrupts us gets no spinning thread for it
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            status.error("A step of penstock-files failed: " + e, e);
        }
    }
}

package io.penstock.upload;

import io.penstock.status.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code penstock-uploads}: hands the file whose turn it is to a free worker, and from time to time has one look for leftovers. It does no work itself, so nothing stalls it. The thread begins with
 * the first thing to do and lives until the stop.
 */
final class Dispatcher {
    private static final int SHARE_OF_LOOKS = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What the workers do. It throws nothing. */
    interface Work {
        /** Brings one file on its way; the outcome goes to {@link Dispatcher#ended}. */
        void upload(WaitingFile waiting);

        /** Offers what it finds; {@link Dispatcher#looked} follows. */
        void look();

        /** Nothing is to be done for the moment. */
        void idle();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final Patience patience;
    private final Line line;
    private final Work work;
    private final Workers workers;
    private final Reports reports;

    private @Nullable Thread thread;
    private boolean stopping;
    private boolean lookWanted;
    private boolean looking;
    private long lookBeganNanos;
    private long lookDueNanos;

    Dispatcher(Patience patience, int concurrency, Work work, Reports reports) {
        this.patience = patience;
        this.work = work;
        this.reports = reports;
        line = new Line(patience, () -> ThreadLocalRandom.current().nextDouble());
        workers = new Workers(concurrency, this::workerFreed);
        lookDueNanos = System.nanoTime() + patience.lookNanos();
    }

    Workers workers() {
        return workers;
    }

    /** False when it waits already, or nothing is begun any more. */
    boolean offer(WaitingFile waiting) {
        lock.lock();
        try {
            boolean added = !stopping && line.add(waiting);
            if (added) {
                wakeUp();
            }
            return added;
        } finally {
            lock.unlock();
        }
    }

    boolean contains(String sealedName) {
        return locked(() -> line.contains(sealedName));
    }

    /** Retention deleted the file; gives what waited for it, if anything did. */
    @Nullable
    WaitingFile removed(String sealedName) {
        lock.lock();
        try {
            WaitingFile removed = line.removed(sealedName);
            changed.signalAll();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** The next look is due at once. */
    void wantLook() {
        lock.lock();
        try {
            lookWanted = true;
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody changed something. */
    void reconfigured(int concurrency) {
        lock.lock();
        try {
            workers.resize(concurrency);
            line.retryAll();
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    /** An attempt is over. */
    void ended(WaitingFile waiting, Outcome outcome) {
        lock.lock();
        try {
            long now = System.nanoTime();
            switch (outcome) {
                case UPLOADED -> line.succeeded(waiting);
                case GONE -> line.forget(waiting);
                case TRANSIENT -> line.failed(waiting, WaitingFile.State.DELAYED, true, now);
                case LATER -> line.failed(waiting, WaitingFile.State.DELAYED, false, now);
                case REFUSED -> line.failed(waiting, WaitingFile.State.REFUSED, true, now);
                case DISPUTED -> line.failed(waiting, WaitingFile.State.DISPUTED, false, now);
            }
            wake.signal();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void looked() {
        lock.lock();
        try {
            looking = false;
            long now = System.nanoTime();
            // where very much waits a look takes long: it must not be all that we do
            long tookNanos = now - lookBeganNanos;
            lookDueNanos = now + Math.max(patience.lookNanos(), SHARE_OF_LOOKS * tookNanos);
            wake.signal();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    UploadGauges gauges(String event) {
        return gauges(now -> line.gauges(event, now));
    }

    UploadGauges gauges() {
        return gauges(line::gauges);
    }

    private UploadGauges gauges(Function<Long, UploadGauges> read) {
        lock.lock();
        try {
            return read.apply(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing can go on without somebody changing something. */
    boolean finish(long nanos) {
        return await(() -> stopping || isStill(), nanos) && locked(this::isStill);
    }

    private boolean isStill() {
        return !line.isMoving() && !looking && !lookWanted;
    }

    /** Begins nothing any more. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            wake.signal();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no worker has a file. */
    boolean awaitWorkers(long nanos) {
        return await(() -> line.busy() == 0 && !looking, nanos);
    }

    boolean isEmpty() {
        return locked(line::isEmpty);
    }

    /** All that wait and keep their start claimed; they do so no longer. */
    List<WaitingFile> takeClaimed() {
        lock.lock();
        try {
            List<WaitingFile> claimed = new ArrayList<>(line.all());
            claimed.removeIf(waiting -> !waiting.claimed);
            claimed.forEach(waiting -> waiting.claimed = false);
            return claimed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it kept its start claimed; it does so no longer. */
    boolean takeClaim(WaitingFile waiting) {
        return locked(() -> {
            boolean claimed = waiting.claimed;
            waiting.claimed = false;
            return claimed;
        });
    }

    private boolean locked(BooleanSupplier read) {
        lock.lock();
        try {
            return read.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits here is not disturbed by interrupts, and keeps them. */
    private boolean await(BooleanSupplier condition, long nanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            long deadline = System.nanoTime() + nanos;
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    long unused = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void workerFreed() {
        lock.lock();
        try {
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    private void wakeUp() {
        if (thread == null && !stopping) {
            Thread begun = new Thread(this::run, "penstock-uploads");
            begun.setDaemon(true);
            try {
                begun.start();
                thread = begun;
            } catch (OutOfMemoryError e) { // no thread to be had: with the next file
                reports.error("upload dispatcher", "uploads cannot begin yet: " + e, e);
            }
        }
        wake.signal();
    }

    private void run() {
        boolean going = true;
        while (going) {
            try {
                going = turn();
            } catch (RuntimeException | Error e) {
                reports.error("upload dispatcher", "handing out uploads failed, going on: " + e, e);
                pause();
            }
        }
    }

    /** Hands out one piece of work, or waits for one. False when it is to end. */
    private boolean turn() {
        WaitingFile next = null;
        lock.lock();
        try {
            if (stopping) {
                return false;
            }
            boolean free = workers.take();
            long now = System.nanoTime();
            boolean look = free && !looking && (lookWanted || lookDueNanos - now <= 0);
            next = free && !look ? line.next(now) : null;
            if (next == null && !look) {
                if (free) {
                    workers.giveBack();
                }
                rest(free, now);
                return true;
            }
            if (look) {
                looking = true;
                lookBeganNanos = now;
                lookWanted = false;
            }
        } finally {
            lock.unlock();
        }
        handOut(next);
        return true;
    }

    private void handOut(@Nullable WaitingFile next) {
        boolean begun = workers.run(next == null ? work::look : () -> work.upload(next));
        if (!begun && next == null) {
            looked();
        } else if (!begun && next != null) {
            ended(next, Outcome.LATER);
        }
    }

    private void rest(boolean free, long now) {
        if (!line.isMoving() && !looking) {
            work.idle();
        }
        long nanos = Long.MAX_VALUE;
        if (free) {
            nanos = line.quietNanos(now);
            nanos = looking ? nanos : Math.min(nanos, Math.max(0, lookDueNanos - now));
        }
        if (nanos > 0) {
            await(nanos);
        }
    }

    private void pause() {
        lock.lock();
        try {
            await(PAUSE_NANOS);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is run's, which looks at everything again
    private void await(long nanos) {
        try {
            long unused = wake.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // whoever interrupts us gets no spinning thread for it: the flag is cleared
        }
    }
}

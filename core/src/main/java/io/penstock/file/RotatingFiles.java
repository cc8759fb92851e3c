package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The flush thread's side of a lane, and the hand-over to and from {@code penstock-files}: a prepared file is offered and
 * taken under this object's monitor (never held during I/O), a file given away goes to {@code penstock-seal}. What the flush
 * thread calls here allocates nothing, so that no request is lost for want of memory (R1).
 */
final class RotatingFiles implements EventFiles {
    private static final long BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final CompletableFuture<Boolean> NOTHING_TO_SEAL = CompletableFuture.completedFuture(true);

    private final String event;
    private final EventCounters counters;
    private final Runnable ready;
    private final SpoolWork work;
    private final FilesThread thread;
    private volatile RotationConfig rotation;
    private volatile FileFraming framing;

    /** Flush thread. */
    private @Nullable UnsealedFile current;

    /** Flush thread. */
    private final TimeSlot slot;

    private volatile @Nullable UnsealedFile next;
    private volatile boolean failed;
    private boolean asked;
    /** A record waits for the next file: it gets its header as soon as it is prepared. */
    private boolean demanded;

    private boolean beginning;

    /** Raised by every seal: what was asked for before it is not wanted any more. */
    private int epoch;

    /** What a seal has left to do for {@code penstock-files}. */
    private volatile boolean startsOver;

    private volatile @Nullable UnsealedFile unneeded;

    private final Preparation preparation = new Preparation();

    RotatingFiles(Preparer.Order order, Runnable ready, SpoolWork work, FilesThread thread, InstantSource clock) {
        this.event = order.event();
        this.rotation = order.rotation();
        this.framing = order.framing();
        this.counters = order.counters();
        this.ready = ready;
        this.work = work;
        this.thread = thread;
        slot = new TimeSlot(clock, () -> rotation.interval());
    }

    @Override
    public @Nullable LiveFile live() {
        if (current == null) {
            adopt();
        }
        UnsealedFile file = current;
        return file == null ? null : file.log;
    }

    @Override
    public void prepareNext() {
        synchronized (this) {
            if (asked || next != null) {
                return;
            }
            asked = true;
        }
        thread.hurry(preparation);
    }

    @Override
    public void demandNext() {
        prepareNext();
        synchronized (this) {
            demanded = true;
            if (!isToBegin()) {
                return;
            }
        }
        thread.hurry(preparation);
    }

    /** Everything that {@code penstock-files} does for the event. State first, reports afterwards (R1). */
    private final class Preparation extends FilesThread.Task {
        private final Backoff backoff = new Backoff();
        private boolean untold;
        /** Since when sealing has been behind; 0 while it is not. */
        private long behindSince;

        @Override
        long run() {
            if (untold) {
                tell();
            }
            startOver();
            UnsealedFile beginning = beginning();
            if (beginning != null) {
                return begin(beginning);
            }
            int asOf = wantedAsOf();
            return asOf < 0 ? FilesThread.DONE : prepare(asOf);
        }

        /** After a seal: what was prepared and is not needed goes, what failed is no trouble any more. */
        private void startOver() {
            if (!startsOver) {
                return;
            }
            startsOver = false;
            try {
                backoff.reset();
                work.notWanted(event);
                UnsealedFile unused = unneeded;
                if (unused != null) {
                    work.discard(unused);
                    unneeded = null;
                }
            } catch (Throwable e) {
                startsOver = true;
                throw e;
            }
        }

        private long prepare(int asOf) {
            UnsealedFile file;
            try {
                file = work.prepare(new Preparer.Order(event, rotation, framing, counters));
            } catch (Throwable e) {
                if (e instanceof Preparer.SealingBehindException && isBehindForShort()) {
                    return BEHIND_NANOS;
                }
                if (!fail(asOf)) {
                    return FilesThread.DONE;
                }
                work.notPrepared(event, e);
                tell();
                return backoff.nextNanos();
            }
            behindSince = 0;
            file.onGone(ready);
            if (!offer(asOf, file)) {
                unneeded = file;
                startsOver = true;
                return FilesThread.NEXT_TURN;
            }
            backoff.reset();
            work.prepared(event);
            if (isToBegin()) {
                return begin(file);
            }
            tell();
            return FilesThread.DONE;
        }

        /** Sealing syncs, preparing does not: many small files in a row wait for it, which is no failure yet. */
        private boolean isBehindForShort() {
            long now = System.nanoTime();
            behindSince = behindSince == 0 ? now : behindSince;
            return now - behindSince < MOST_BEHIND_NANOS;
        }

        private long begin(UnsealedFile file) {
            try {
                work.begin(file);
            } catch (Throwable e) {
                if (!failToBegin(file)) {
                    return FilesThread.DONE;
                }
                work.notPrepared(event, e);
                tell();
                return backoff.nextNanos();
            }
            begun(file);
            backoff.reset();
            work.prepared(event);
            tell();
            return FilesThread.DONE;
        }

        private void tell() {
            untold = true;
            ready.run();
            untold = false;
        }
    }

    /** The epoch in which the next file is wanted; negative when it is not. */
    private synchronized int wantedAsOf() {
        return asked ? epoch : -1;
    }

    private synchronized boolean offer(int asOf, UnsealedFile file) {
        if (asOf != epoch) {
            return false;
        }
        next = file;
        asked = false;
        failed = false;
        return true;
    }

    /** False when the file is not wanted any more. */
    private synchronized boolean fail(int asOf) {
        if (asOf != epoch) {
            return false;
        }
        failed = true;
        return true;
    }

    /** True, once, when the prepared file is demanded and has no header yet. */
    private synchronized boolean isToBegin() {
        UnsealedFile prepared = next;
        boolean now = demanded && prepared != null && !prepared.isBegun() && !beginning;
        beginning |= now;
        return now;
    }

    private synchronized @Nullable UnsealedFile beginning() {
        return beginning ? next : null;
    }

    private synchronized void begun(UnsealedFile file) {
        if (next == file) {
            beginning = false;
            failed = false;
        }
    }

    /** False when the file is not wanted any more. */
    private synchronized boolean failToBegin(UnsealedFile file) {
        if (next != file) {
            return false;
        }
        failed = true;
        return true;
    }

    private synchronized @Nullable UnsealedFile take() {
        UnsealedFile prepared = next;
        next = null;
        demanded = false;
        beginning = false;
        return prepared;
    }

    @Override
    public boolean nextReady() {
        UnsealedFile prepared = next;
        return prepared != null && prepared.isBegun();
    }

    @Override
    public boolean nextFailed() {
        return failed;
    }

    @Override
    public void rotate() {
        UnsealedFile old = current;
        if (!adopt()) {
            throw new IllegalStateException("no file of " + event + " is prepared");
        }
        if (old != null) {
            work.giveAway(old);
            counters.increment(Counter.ROTATIONS);
        }
    }

    @Override
    public void abandon() {
        UnsealedFile old = current;
        if (old != null) {
            old.countLost();
            work.giveAway(old);
        }
        // last: what has thrown before it is repeated
        current = null;
    }

    /** The prepared file becomes the live one; false without one. */
    private boolean adopt() {
        UnsealedFile prepared = nextReady() ? take() : null;
        if (prepared == null) {
            return false;
        }
        current = prepared;
        return true;
    }

    @Override
    public TimeSlot slot() {
        return slot;
    }

    @Override
    public void settings(RotationConfig newRotation, FileFraming newFraming) {
        rotation = newRotation;
        framing = newFraming;
    }

    @Override
    public CompletableFuture<Boolean> seal() {
        live(); // a prepared file that no one has asked for yet counts as the live one
        UnsealedFile old = current;
        current = null;
        synchronized (this) {
            epoch = (epoch + 1) & Integer.MAX_VALUE;
            asked = false;
            failed = false;
            UnsealedFile unused = take();
            if (unused != null) {
                unneeded = unused; // the one before, if any, was discarded before this one was prepared
            }
            startsOver = true;
        }
        thread.hurry(preparation);
        if (old == null) {
            return NOTHING_TO_SEAL;
        }
        work.giveAway(old);
        return old.sealed;
    }
}

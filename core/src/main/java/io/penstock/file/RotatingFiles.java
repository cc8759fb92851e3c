package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The flush thread's side of a lane, and the hand-over between the two threads: a prepared file is offered and taken under
 * this object's monitor (never held during I/O), a file given away goes by a step submitted to the files thread.
 */
final class RotatingFiles implements EventFiles {
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

    /** Files thread. */
    private final Backoff backoff = new Backoff();

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
        int asOf;
        synchronized (this) {
            if (asked || next != null) {
                return;
            }
            asked = true;
            asOf = epoch;
        }
        thread.urgent(() -> prepare(asOf));
    }

    @Override
    public void demandNext() {
        prepareNext();
        UnsealedFile prepared;
        int asOf;
        synchronized (this) {
            demanded = true;
            prepared = next;
            asOf = epoch;
            if (prepared == null || prepared.isBegun() || beginning) {
                return;
            }
            beginning = true;
        }
        thread.urgent(() -> begin(asOf, prepared));
    }

    private void begin(int asOf, UnsealedFile file) {
        if (!isWanted(asOf)) {
            return;
        }
        try {
            work.begin(file);
            failed = false;
            backoff.reset();
            work.prepared(event);
        } catch (IOException | RuntimeException e) {
            work.notPrepared(event, e);
            failed = true;
            thread.later(backoff.nextNanos(), () -> begin(asOf, file));
        }
        ready.run();
    }

    private void prepare(int asOf) {
        if (!isWanted(asOf)) {
            return;
        }
        try {
            UnsealedFile file = work.prepare(new Preparer.Order(event, rotation, framing, counters));
            file.onGone(ready);
            backoff.reset();
            work.prepared(event);
            if (!offer(asOf, file)) {
                work.discard(event, file);
                return;
            }
            if (isToBegin(file)) {
                begin(asOf, file);
                return;
            }
        } catch (IOException | RuntimeException e) {
            if (!isWanted(asOf)) {
                return;
            }
            work.notPrepared(event, e);
            failed = true;
            thread.later(backoff.nextNanos(), () -> prepare(asOf));
        }
        ready.run();
    }

    private synchronized boolean isWanted(int asOf) {
        return asOf == epoch;
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

    private synchronized boolean isToBegin(UnsealedFile file) {
        boolean now = demanded && !file.isBegun() && !beginning;
        beginning |= now;
        return now;
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
            counters.increment(Counter.ROTATIONS);
            work.giveAway(event, old);
        }
    }

    @Override
    public void abandon() {
        UnsealedFile old = current;
        if (old != null) {
            old.countLost();
            work.giveAway(event, old);
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
        UnsealedFile unused;
        synchronized (this) {
            epoch++;
            asked = false;
            failed = false;
            unused = take();
        }
        thread.urgent(() -> {
            backoff.reset();
            work.notWanted(event);
            if (unused != null) {
                work.discard(event, unused);
            }
        });
        if (old == null) {
            return CompletableFuture.completedFuture(true);
        }
        work.giveAway(event, old);
        return old.sealed;
    }
}

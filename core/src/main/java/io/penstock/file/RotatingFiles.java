package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.RotationConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    private final InstantSource clock;
    private volatile RotationConfig rotation;
    private volatile FileFraming framing;

    /** Flush thread. */
    private @Nullable UnsealedFile current;

    /** Flush thread. Milliseconds since the epoch. */
    private long boundaryMillis = Long.MAX_VALUE;

    private volatile @Nullable UnsealedFile next;
    private volatile boolean failed;
    private boolean asked;

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
        this.clock = clock;
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

    private synchronized @Nullable UnsealedFile take() {
        UnsealedFile prepared = next;
        next = null;
        return prepared;
    }

    @Override
    public boolean nextReady() {
        return next != null;
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
        boundaryMillis = Long.MAX_VALUE;
    }

    /** The prepared file becomes the live one; false without one. */
    private boolean adopt() {
        UnsealedFile prepared = take();
        if (prepared == null) {
            return false;
        }
        current = prepared;
        boundaryMillis = boundaryAfter(clock.millis());
        return true;
    }

    @Override
    public long nanosToInterval() {
        UnsealedFile file = current;
        if (file == null || rotation.interval().equals(Limits.UNLIMITED)) {
            return Long.MAX_VALUE;
        }
        long now = clock.millis();
        long upcoming = boundaryAfter(now);
        // an empty file lives on; and a clock that was set back must not stretch the interval
        if (file.log.isEmpty() || boundaryMillis > upcoming) {
            boundaryMillis = upcoming;
        }
        return TimeUnit.MILLISECONDS.toNanos(boundaryMillis - now);
    }

    private long boundaryAfter(long nowMillis) {
        if (rotation.interval().equals(Limits.UNLIMITED)) {
            return Long.MAX_VALUE;
        }
        long interval = Math.max(1, Limits.nanos(rotation.interval()) / 1_000_000L);
        return (Math.floorDiv(nowMillis, interval) + 1) * interval;
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
        boundaryMillis = Long.MAX_VALUE;
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

package io.penstock.upload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files that wait, and whose turn it is: the oldest first, each that failed after a pause of its own. No step looks at more than a few files, but the end of an outage. Under the dispatcher's
 * lock; the time is the caller's.
 */
final class Line {
    private final Map<String, WaitingFile> byName = new HashMap<>();
    private final NavigableSet<WaitingFile> ready =
            new TreeSet<>(Comparator.<WaitingFile, Instant>comparing(waiting -> waiting.file.earliest())
                    .thenComparing(waiting -> waiting.file.name()));
    private final NavigableSet<WaitingFile> later = new TreeSet<>((one, other) -> {
        int byDue = Long.signum(one.dueNanos - other.dueNanos);
        return byDue != 0 ? byDue : one.file.name().compareTo(other.file.name());
    });
    private final Map<String, Gauge> gauges = new HashMap<>();
    private final Gauge total = new Gauge();
    private final Patience patience;
    private final DoubleSupplier jitter;
    private final Outage outage;
    private int busy;
    private int delayed;

    Line(Patience patience, DoubleSupplier jitter) {
        this.patience = patience;
        this.jitter = jitter;
        outage = new Outage(patience);
    }

    /** False when it waits already: a file may be told twice. */
    boolean add(WaitingFile waiting) {
        if (byName.putIfAbsent(waiting.file.name(), waiting) != null) {
            return false;
        }
        ready.add(waiting);
        gauges.computeIfAbsent(waiting.file.event(), unused -> new Gauge()).add(waiting);
        total.add(waiting);
        return true;
    }

    boolean contains(String sealedName) {
        return byName.containsKey(sealedName);
    }

    Collection<WaitingFile> all() {
        return byName.values();
    }

    /** The file whose turn it is, now busy; null when none may begin. */
    @Nullable
    WaitingFile next(long now) {
        if (outage.isDown() && !outage.mayProbe(now)) {
            return null;
        }
        WaitingFile due = later.isEmpty() || later.first().dueNanos - now > 0 ? null : later.first();
        // a probe by a file that has not failed tells more
        boolean fresh = !ready.isEmpty() && (due == null || outage.isDown());
        WaitingFile next = fresh ? ready.first() : due;
        if (next != null) {
            leaveSets(next);
            next.state = WaitingFile.State.BUSY;
            busy++;
            inFlight(next, 1);
            outage.begin(next);
        }
        return next;
    }

    /** How long nothing can begin unless something happens; {@link Long#MAX_VALUE} when only that can change it. */
    long quietNanos(long now) {
        if ((outage.isDown() && outage.isProbing()) || (ready.isEmpty() && later.isEmpty())) {
            return Long.MAX_VALUE;
        }
        long quiet = ready.isEmpty() ? later.first().dueNanos - now : 0;
        if (outage.isDown()) {
            quiet = Math.max(quiet, outage.probeDueNanos() - now);
        }
        return Math.max(0, quiet);
    }

    /** @return whether an outage is over */
    boolean succeeded(WaitingFile waiting) {
        forget(waiting);
        boolean wasDown = outage.isDown();
        outage.over();
        if (wasDown) {
            releaseAll(List.of(WaitingFile.State.DELAYED, WaitingFile.State.REFUSED));
        }
        return wasDown;
    }

    /**
     * The attempt failed; the file waits for the next one.
     *
     * @param storeFailed whether it says something about the store as a whole
     */
    void failed(WaitingFile waiting, WaitingFile.State why, boolean storeFailed, long now) {
        boolean permanently = why != WaitingFile.State.DELAYED;
        noLongerBusy(waiting);
        if (storeFailed) {
            outage.failed(waiting, permanently, jitter.getAsDouble(), now);
        }
        waiting.failures = waiting.lastFailure == why ? waiting.failures + 1 : 1;
        waiting.lastFailure = why;
        waiting.state = why;
        waiting.dueNanos = now
                + (permanently
                        ? patience.permanentNanos(waiting.failures)
                        : patience.transientNanos(waiting.failures, jitter.getAsDouble()));
        later.add(waiting);
        delayed += permanently ? 0 : 1;
    }

    /** The file does not wait any more, for whatever reason. */
    void forget(WaitingFile waiting) {
        if (!byName.remove(waiting.file.name(), waiting)) {
            return;
        }
        if (waiting.state == WaitingFile.State.BUSY) {
            noLongerBusy(waiting);
        } else {
            leaveSets(waiting);
        }
        total.remove(waiting);
        Gauge gauge = gauges.get(waiting.file.event());
        if (gauge != null) {
            gauge.remove(waiting);
            if (gauge.isEmpty()) {
                gauges.remove(waiting.file.event());
            }
        }
    }

    /** Retention deleted the file. One that is busy finds out by itself. */
    @Nullable
    WaitingFile removed(String sealedName) {
        WaitingFile waiting = byName.get(sealedName);
        if (waiting == null || waiting.state == WaitingFile.State.BUSY) {
            return null;
        }
        forget(waiting);
        return waiting;
    }

    /** Somebody changed something: every file may try at once. */
    void retryAll() {
        outage.over();
        releaseAll(List.of(WaitingFile.State.values()));
    }

    /** Whether waiting is of use: something is under way, or can go on without anybody changing anything. */
    boolean isMoving() {
        return busy > 0 || (!outage.isPermanent() && (delayed > 0 || !ready.isEmpty()));
    }

    int busy() {
        return busy;
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    UploadGauges gauges(String event, long now) {
        Gauge gauge = gauges.get(event);
        return gauge == null ? UploadGauges.NOTHING : gauge.at(now);
    }

    UploadGauges gauges(long now) {
        return total.at(now);
    }

    private void releaseAll(List<WaitingFile.State> states) {
        for (WaitingFile waiting : new ArrayList<>(later)) {
            if (states.contains(waiting.state)) {
                leaveSets(waiting);
                waiting.state = WaitingFile.State.READY;
                ready.add(waiting);
            }
        }
    }

    private void leaveSets(WaitingFile waiting) {
        if (waiting.state == WaitingFile.State.READY) {
            ready.remove(waiting);
        } else if (later.remove(waiting) && waiting.state == WaitingFile.State.DELAYED) {
            delayed--;
        }
    }

    private void noLongerBusy(WaitingFile waiting) {
        busy--;
        inFlight(waiting, -1);
        outage.ended(waiting);
    }

    private void inFlight(WaitingFile waiting, int change) {
        total.inFlight(change);
        Gauge gauge = gauges.get(waiting.file.event());
        if (gauge != null) {
            gauge.inFlight(change);
        }
    }
}

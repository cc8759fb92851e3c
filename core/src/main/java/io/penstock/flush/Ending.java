package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The end of an event: until when its records may still be written, what is lost then, and who is told.
 *
 * <pre>
 *   OPEN ── close ──► CLOSING ── everything is in the file ───────────────────────► SETTLING ──► HANDED_OVER
 *                        ├── giveUpAt, no write under way: the rest is lost ──────────▲
 *                        └── abandonAt, a write hangs ──► ABANDONED ── it returns ────┘
 * </pre>
 *
 * <p>Losses are counted and reported before any future completes, so a stop never returns before its losses are known. A
 * write that hangs carries records that may still reach the file: they count as lost until it has returned, and the event
 * keeps file, memory and staging area until then. SETTLING repeats what is left to do until it has succeeded (R1). Flush
 * thread only.
 */
final class Ending {
    private enum Phase {
        OPEN,
        CLOSING,
        ABANDONED,
        SETTLING,
        HANDED_OVER
    }

    private final EventBuffer buffer;
    private final Drain drain;
    private final FilePlan plan;
    private final Passes passes;
    private final EventCounters counters;
    private final FlushHooks hooks;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private Phase phase = Phase.OPEN;
    private long giveUpAt = Long.MAX_VALUE;
    private long abandonAt = Long.MAX_VALUE;
    private long accepted;
    private long lost;
    private @Nullable Batch returned;
    private @Nullable CompletableFuture<Boolean> sealing;
    private boolean announced;

    Ending(EventBuffer buffer, Drain drain, FilePlan plan, Passes passes, EventCounters counters, FlushHooks hooks) {
        this.buffer = buffer;
        this.drain = drain;
        this.plan = plan;
        this.passes = passes;
        this.counters = counters;
        this.hooks = hooks;
    }

    /** Closes the buffer. Can be repeated; the earliest times hold. */
    CompletableFuture<Boolean> begin(long newGiveUpAt, long newAbandonAt) {
        giveUpAt = Math.min(giveUpAt, newGiveUpAt);
        abandonAt = Math.min(abandonAt, newAbandonAt);
        if (phase == Phase.OPEN) {
            buffer.close();
            drain.forgetCut();
            phase = Phase.CLOSING;
        }
        return closed;
    }

    boolean hasBegun() {
        return phase != Phase.OPEN;
    }

    /** Nothing is written any more but what is under way. */
    boolean hasEnded() {
        return phase.compareTo(Phase.CLOSING) > 0;
    }

    boolean hasLost() {
        return lost > 0;
    }

    boolean isAbandoned() {
        return phase == Phase.ABANDONED;
    }

    boolean isHandedOver() {
        return phase == Phase.HANDED_OVER;
    }

    /** It is time to give up: no further write is begun. */
    boolean isPast(long now) {
        return phase == Phase.CLOSING && now >= giveUpAt;
    }

    /** When {@link #advance} has something to do. */
    long dueAt(boolean writing) {
        return switch (phase) {
            case OPEN, HANDED_OVER -> Long.MAX_VALUE;
            case CLOSING -> writing ? abandonAt : giveUpAt;
            case ABANDONED -> returned != null || !announced ? 0 : Long.MAX_VALUE;
            case SETTLING -> 0;
        };
    }

    /** Everything that was accepted is in the file. */
    void drained(long committedRecords) {
        accepted = committedRecords;
        phase = Phase.SETTLING;
    }

    /** The write that had been given up has come back. */
    void returned(Batch batch) {
        returned = batch;
    }

    /** Does what is due. */
    void advance(EventFlush event, Batches batches) {
        if (phase == Phase.CLOSING && batches.inFlight() != null) {
            abandon(batches.committedRecords());
        } else if (phase == Phase.CLOSING) {
            giveUp(event, batches.retry().ends(), batches.committedRecords());
        } else if (phase == Phase.ABANDONED && returned != null) {
            resolve(event, returned);
        }
        if (phase == Phase.SETTLING) {
            settle();
        } else {
            announce();
        }
    }

    /** What is in the buffers and has not reached the file is lost. */
    private void giveUp(EventFlush event, long @Nullable [] ends, long committedRecords) {
        boolean unsure = ends != null || buffer.control().tailLength() > 0;
        LiveFile file = unsure ? plan.current() : null;
        drain.rewind(null);
        Batch landed = file == null ? null : drain.landed(event, file, ends);
        long uncommitted = drain.abandon();
        accepted = committedRecords + uncommitted;
        lost = uncommitted;
        if (file != null && landed != null) {
            file.count(landed.records, landed.earliestNanos, landed.latestNanos);
            lost -= landed.records;
        }
        counters.add(Counter.LOST_WRITE, lost);
        phase = Phase.SETTLING;
    }

    /** A write hangs: what it carries is lost as far as anybody can know. */
    private void abandon(long committedRecords) {
        long uncommitted = drain.abandon();
        accepted = committedRecords + uncommitted;
        lost = uncommitted + drain.tailRecords();
        counters.add(Counter.LOST_WRITE, lost);
        phase = Phase.ABANDONED;
    }

    /** The write that hung has returned: what it has brought into the file is not lost after all. */
    private void resolve(EventFlush event, Batch batch) {
        Batch landed = batch;
        long records = batch.records - batch.tailRecords();
        if (batch.failure != null) {
            drain.rewind(null);
            landed = drain.landed(event, batch.file, batch.ends);
            records = landed.records;
        }
        batch.file.count(records, landed.earliestNanos, landed.latestNanos);
        long recovered = drain.tailRecords() + records;
        lost -= recovered;
        counters.add(Counter.LOST_WRITE, -recovered);
        phase = Phase.SETTLING;
    }

    private void settle() {
        if (sealing == null) {
            sealing = plan.seal();
        }
        announce();
        phase = Phase.HANDED_OVER;
        if (lost == 0 && returned == null) {
            buffer.release(); // else a writer may still be in it
        }
    }

    private void announce() {
        if (announced) {
            return;
        }
        hooks.closed(accepted, lost);
        if (sealing == null) {
            closed.complete(false);
        } else {
            Passes.complete(closed, sealing, lost == 0);
        }
        passes.completeAll(lost == 0);
        announced = true;
    }
}

package io.penstock.flush;

import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of an event: until when its records may still be written, what is lost then, and who is told.
 *
 * <pre>
 *   OPEN ── close ──► CLOSING ── everything is in the file ─────────────────► SETTLING ──► HANDED_OVER
 *                      ▲   ├── giveUpAt, no write under way: the rest is lost ────▲
 *                      │   └── abandonAt, a write hangs ──► ABANDONED
 *                      └────── the write returns after all ─────┘
 * </pre>
 *
 * <p>Losses are counted and reported before any future completes, so a stop never returns before its losses are known. A
 * write that hangs may still bring what it carries into the file: its event keeps file, memory and staging area, and goes on
 * for a while when the write has returned; what is in the file then is no loss any more. SETTLING repeats what is left to
 * do until it has succeeded (R1). Flush thread only.
 */
final class Ending {
    private enum Phase {
        OPEN,
        CLOSING,
        ABANDONED,
        SETTLING,
        HANDED_OVER
    }

    /** What an event may take to end after a write that hung has returned, when nobody waits for it any more. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Batches batches;
    private final Passes passes;
    private final FlushHooks hooks;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private Phase phase = Phase.OPEN;
    private long giveUpAt = Long.MAX_VALUE;
    private long abandonAt = Long.MAX_VALUE;
    private long accepted;
    private long lost;
    private @Nullable CompletableFuture<Boolean> sealing;
    private boolean announced;

    Ending(Batches batches, Passes passes, FlushHooks hooks) {
        this.batches = batches;
        this.passes = passes;
        this.hooks = hooks;
    }

    /** Closes the buffer. Can be repeated; the earliest times hold. */
    CompletableFuture<Boolean> begin(long newGiveUpAt, long newAbandonAt) {
        giveUpAt = Math.min(giveUpAt, newGiveUpAt);
        abandonAt = Math.min(abandonAt, newAbandonAt);
        if (phase == Phase.OPEN) {
            batches.buffer.close();
            batches.drain.forgetCut();
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

    /** What the event accepted and lost has been reported. */
    boolean isAnnounced() {
        return announced;
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
    long dueAt() {
        return switch (phase) {
            case OPEN, HANDED_OVER -> Long.MAX_VALUE;
            case CLOSING -> batches.inFlight() == null ? giveUpAt : abandonAt;
            case ABANDONED -> announced ? Long.MAX_VALUE : 0;
            case SETTLING -> 0;
        };
    }

    /** Everything that can be is in the file. */
    void drained() {
        accepted = announced ? accepted : batches.committedRecords();
        lost(accepted - batches.committedRecords());
        phase = Phase.SETTLING;
    }

    /** The write that was not waited for any more has returned. */
    void resume(long now) {
        giveUpAt = now + LATE_NANOS;
        abandonAt = giveUpAt;
        phase = Phase.CLOSING;
    }

    /** Does what is due. */
    void advance(EventFlush event) {
        if (phase == Phase.CLOSING) {
            giveUp(event, batches.inFlight());
        }
        if (phase == Phase.SETTLING) {
            settle();
        } else {
            announce();
        }
    }

    /** What is in the buffers and has not reached the file is lost; of what a write carries that hangs, nobody can know. */
    private void giveUp(EventFlush event, @Nullable Batch inFlight) {
        Batch landed = inFlight == null ? landed(event) : null;
        long uncommitted = batches.drain.abandon();
        batches.drain.rewind(inFlight);
        accepted = announced ? accepted : batches.committedRecords() + uncommitted;
        if (inFlight != null) {
            lost(uncommitted + batches.drain.tailRecords());
            phase = Phase.ABANDONED;
            return;
        }
        if (landed != null) {
            landed.file.count(landed.records, landed.earliestNanos, landed.latestNanos, landed.slotEarliestNanos);
        }
        lost(accepted - batches.committedRecords() - (landed == null ? 0 : landed.records));
        phase = Phase.SETTLING;
    }

    /** What a write that failed has left in the file all the same, if there is any doubt. */
    private @Nullable Batch landed(EventFlush event) {
        long[] ends = batches.retry().ends();
        boolean unsure = ends != null || batches.buffer.control().tailLength() > 0;
        LiveFile file = unsure ? batches.plan.current() : null;
        batches.drain.rewind(null);
        return file == null ? null : batches.drain.landed(event, file, ends);
    }

    private void lost(long records) {
        batches.counters.add(Counter.LOST_WRITE, records - lost);
        lost = records;
    }

    private void settle() {
        if (sealing == null) {
            sealing = batches.plan.seal();
        }
        boolean late = announced;
        announce();
        phase = Phase.HANDED_OVER;
        if (late) {
            hooks.resumed(lost);
        } else if (lost == 0) {
            batches.buffer.release(); // else a writer may still be in it
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

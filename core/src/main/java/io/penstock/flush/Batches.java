package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import org.jspecify.annotations.Nullable;

/**
 * How far an event has come: at most one batch is being written, and one more is merged behind it. After a failed write
 * everything merged goes back into the buffers, and the same batch is made again later (I9).
 *
 * <p>What changes state allocates nothing, so it happens whole or not at all (R1); reports come last. Flush thread only.
 */
final class Batches {
    private final String event;
    final EventBuffer buffer;
    final FilePlan plan;
    final Drain drain;
    final EventCounters counters;
    private final Reports reports;
    private final Retry retry = new Retry();
    /** The batch that is being merged. */
    private @Nullable Batch filling;

    private @Nullable Batch inFlight;
    private @Nullable Batch merged;
    private long committedRecords;

    Batches(String event, EventBuffer buffer, FilePlan plan, Drain drain, EventCounters counters, Reports reports) {
        this.event = event;
        this.buffer = buffer;
        this.plan = plan;
        this.drain = drain;
        this.counters = counters;
        this.reports = reports;
    }

    /** The batch that is being written. */
    @Nullable
    Batch inFlight() {
        return inFlight;
    }

    /** A batch waits for the one before to be written; nothing more can be merged. */
    boolean isFull() {
        return merged != null;
    }

    /** The write that failed and is made again. */
    Retry retry() {
        return retry;
    }

    long committedRecords() {
        return committedRecords;
    }

    /** Records are in the buffers, or bytes of them are kept back. */
    boolean hasNews() {
        return buffer.accepted() != committedRecords || buffer.control().tailLength() > 0;
    }

    /** Nothing is in flight, kept back or to be retried: the file may change. */
    boolean isSettled() {
        return inFlight == null && !retry.isPending() && buffer.control().tailLength() == 0;
    }

    /** Whether this staging area holds a batch of this event. */
    boolean hold(Staging staging) {
        return (inFlight != null && inFlight.staging == staging) || (merged != null && merged.staging == staging);
    }

    /** A batch is going to be filled; until it is {@link #add}ed it can be taken back by {@link #rewind}. */
    void begin(Batch batch) {
        filling = batch;
    }

    /** Adds a batch that has been merged; the batch to be written now, if there is one. */
    @Nullable
    Batch add(Batch batch) {
        plan.plan(batch);
        filling = null;
        if (inFlight != null) {
            merged = batch;
            return null;
        }
        return submit(batch);
    }

    private Batch submit(Batch batch) {
        buffer.control().intend(batch.ends, batch.shards);
        batch.submittedNanos = System.nanoTime();
        inFlight = batch;
        return batch;
    }

    /**
     * The write thread has finished with the batch in flight: commits it, or plans to make it again.
     *
     * @param last begins no further write
     * @return the batch to be written now, if one is merged already
     */
    @Nullable
    Batch completed(Batch batch, long now, boolean last) {
        inFlight = null;
        if (batch.failure != null) {
            failed(batch, now);
            return null;
        }
        commit(batch, now);
        Batch next = merged;
        merged = null;
        if (next != null && last) {
            next.giveBackOversize(0);
            drain.rewind(batch);
        }
        return next == null || last ? null : submit(next);
    }

    /** The batch is in the file; an empty one brings what there is to commit without a write. */
    void commit(Batch batch, long now) {
        boolean healed = retry.isFailing() && !batch.isEmpty();
        if (batch.isEmpty()) {
            retry.forget(); // an oversize record that was withdrawn: nothing has been written
        } else {
            retry.succeeded();
        }
        drain.commit(batch);
        if (batch.records > 0) {
            batch.file.count(batch.records, batch.earliestNanos, batch.latestNanos, batch.slotEarliestNanos);
        }
        committedRecords += batch.records;
        batch.countIn(counters, now);
        if (merged == null) {
            plan.replan();
        }
        filling = null;
        batch.committed = true;
        prepareNext(batch);
        if (healed) {
            reports.over("write " + event, "event " + event + ": writing works again");
        }
    }

    /** A failure costs time alone: it is asked for again with the next batch. */
    private void prepareNext(Batch batch) {
        try {
            plan.committed(batch);
        } catch (Throwable e) {
            reports.failure("Preparing the next file of event", event, e);
        }
    }

    /** The frames stay in the buffers until their bytes are in the file (I9). */
    private void failed(Batch batch, long now) {
        if (batch.file.isGone()) {
            giveBack(batch, 0); // the next visit turns to another file
            return;
        }
        counters.increment(Counter.FLUSH_ERRORS);
        giveBack(batch, batch.file.position() - buffer.control().committedLength());
        retry.failed(batch, now);
        String what = "event " + event + ": writing failed, will be retried, nothing is lost so far: ";
        reports.error("write " + event, what + batch.failure, batch.failure);
    }

    private void giveBack(Batch batch, long landedBytes) {
        batch.giveBackOversize(landedBytes);
        drop();
        drain.rewind(null);
        plan.takenBack();
        plan.replan();
    }

    /** The file has been taken away: what is committed is lost with it, what is not goes to the next one. */
    void leaveLostFile() {
        if (inFlight == null && plan.isFileGone()) {
            drain.abandonFile();
            retry.forget();
            plan.abandon();
        }
    }

    /** Nothing waits for a file: a stop need not have one made. */
    boolean areWritten() {
        return inFlight == null && !hasNews();
    }

    /** What is merged behind the batch in flight goes back into the buffers. */
    void drop() {
        if (merged != null) {
            merged.giveBackOversize(0);
            merged = null;
            drain.rewind(inFlight);
        }
    }

    /** A merge was broken off: the cursors go back to where the batch in flight ends. */
    void rewind() {
        if (filling != null) {
            filling.giveBackOversize(0);
            filling = null;
            plan.takenBack();
        }
        if (merged == null) {
            drain.rewind(inFlight);
        }
    }

    /** The event has ended: its staging areas are free. */
    void forget() {
        inFlight = null;
        merged = null;
    }
}

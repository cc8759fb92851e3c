package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.file.EventFiles;
import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Flushing of one event: when, and how far it has come. All state but the dirty flag belongs to the flush thread, which visits the event when it is due.
 *
 * <p>A <i>pass</i> brings everything up to a cut into the file. Passes are due at the interval, on demand and at closing; between them, batches go out as buffers become half full.
 * At most one batch is being written and one more merged behind it. After a failed write everything merged goes back, and the same batch is made again later (I9).
 */
public final class EventFlush {
    private static final CompletableFuture<Boolean> DONE = CompletableFuture.completedFuture(true);
    private static final long REVISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private volatile FlushSettings settings;
    private final EventBuffer buffer;
    private final FilePlan plan;
    private final EventCounters counters;
    private final Reports reports;
    private final FlushHooks hooks;
    private final Drain drain;
    private final Passes passes = new Passes();
    private final Retry retry = new Retry();
    private final StallWatch stall;
    private final IdleWatch idleWatch = new IdleWatch();
    /** Known to the flush thread as having something to do. */
    final AtomicBoolean dirty = new AtomicBoolean();

    private @Nullable EventFlush predecessor;
    private @Nullable Batch inFlight;
    private @Nullable Batch merged;
    private long visitAt;
    private long committedRecords;
    private @Nullable CompletableFuture<Boolean> closing;
    private long closeBy = Long.MAX_VALUE;
    private boolean handedOver;

    /** @param files used by the flush thread alone from here on */
    public EventFlush(
            FlushSettings settings,
            EventBuffer buffer,
            EventFiles files,
            EventCounters counters,
            Reports reports,
            FlushHooks hooks) {
        this.settings = settings;
        this.buffer = buffer;
        this.counters = counters;
        this.reports = reports;
        this.hooks = hooks;
        stall = new StallWatch(settings.event(), reports);
        plan = new FilePlan(files, counters, buffer.control(), hooks::rotated);
        drain = new Drain(buffer, plan, hooks);
    }

    /** A writer found no room. Any thread; the caller then signals. */
    public void press() {
        drain.press();
    }

    /** Somebody waits for what is in the buffers: a pass is due. Any thread; the caller then signals. */
    public void hurry() {
        passes.hurry();
    }

    /** Other settings from now on. Any thread. */
    public void settings(FlushSettings next) {
        settings = next;
    }

    String name() {
        return settings.event();
    }

    /** Begins to be visited, after an earlier event of the same name has handed its file over. */
    void start(long now, @Nullable EventFlush before) {
        predecessor = before == null || before.handedOver ? null : before;
        idleWatch.start(now);
        passes.dueAt(Passes.later(now, settings.flushIntervalNanos()));
        visitAt = now;
    }

    long visitAt() {
        return visitAt;
    }

    void visitBy(long time) {
        visitAt = Math.min(visitAt, time);
    }

    /** Completes when everything placed before this call is in the file, and, with {@code seal}, that file is sealed. */
    void request(boolean seal, CompletableFuture<Boolean> done) {
        if (handedOver) {
            done.complete(true);
        } else {
            passes.request(seal, done);
        }
    }

    /** Every append that begins after this is refused by the buffer; what is in it is flushed, and the file sealed. Gives up at {@code by}. */
    CompletableFuture<Boolean> close(long by) {
        closeBy = Math.min(closeBy, by);
        CompletableFuture<Boolean> already = closing;
        if (already == null) {
            buffer.close();
            already = new CompletableFuture<>();
            closing = already;
            drain.forgetCut();
        }
        return already;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    /** How long the batch that is being written has been with the write thread. */
    long writingNanos() {
        return inFlight == null ? 0 : System.nanoTime() - inFlight.submittedNanos;
    }

    /**
     * Does what is due, if anything.
     *
     * @param staging free memory for a batch
     * @return a batch that must be written now; the staging area is in use if {@link #holds} it
     */
    @Nullable
    Batch visit(long now, Staging staging) {
        visitAt = Long.MAX_VALUE;
        if (!handedOver && closing != null && now >= closeBy && inFlight == null) {
            giveUp(now, staging);
            return null;
        }
        EventFlush before = predecessor;
        if (before != null && before.handedOver) {
            predecessor = null;
        } else if (before != null) {
            visitAt = now + REVISIT_NANOS;
            return null;
        }
        if (handedOver || merged != null) {
            return null;
        }
        if (retry.isPending() && now < retry.at()) {
            visitAt = Math.min(retry.at(), closeBy);
            return null;
        }
        if (!isDue(now)) {
            planNextVisit(now, false);
            return null;
        }
        return flush(now, staging);
    }

    private boolean isDue(long now) {
        if (passes.isIntervalOver(now) && !hasNews()) {
            passes.dueAt(Passes.later(now, settings.flushIntervalNanos()));
            hooks.passed();
        }
        if (closing == null) {
            watchForIdle(now);
        }
        if (passes.beginIfDue(now, closing != null)) {
            drain.forgetCut();
        }
        return passes.isRunning() || retry.isPending() || isWorthwhile() || plan.wantsRotation(now);
    }

    /** Whoever is closed for being idle holds nothing: what is still in the buffers goes out first. */
    private void watchForIdle(long now) {
        if (!idleWatch.isIdle(now, buffer.accepted(), settings.idleNanos()) || inFlight != null) {
            return;
        }
        if (hasNews()) {
            passes.hurry();
        } else {
            hooks.idle();
        }
    }

    private boolean isWorthwhile() {
        return drain.isWorthwhile(settings.thresholdPercent());
    }

    private boolean hasNews() {
        return buffer.accepted() != committedRecords || buffer.control().tailLength() > 0;
    }

    private @Nullable Batch flush(long now, Staging staging) {
        boolean rotating = plan.wantsRotation(now);
        if (rotating && inFlight != null) {
            return null; // its completion brings us back
        }
        LiveFile file = plan.fileFor(now, isSettled());
        if (file == null) {
            visitBy(closeBy); // the files thread signals
            return null;
        }
        Batch batch = fill(file, staging, now, rotating && !isSettled());
        if (batch.isEmpty()) {
            if (inFlight != null) {
                inFlight.endsPass |= batch.endsPass;
            } else {
                commit(batch, now);
                free(batch, now);
            }
            planNextVisit(now, plan.wantsRotation(now) && !rotating);
            return null;
        }
        plan.plan(batch);
        planNextVisit(now, true);
        if (inFlight != null) {
            merged = batch;
            return null;
        }
        return submit(batch);
    }

    /** Nothing is in flight, kept back or to be retried: the file may change. */
    private boolean isSettled() {
        return inFlight == null && !retry.isPending() && buffer.control().tailLength() == 0;
    }

    private Batch fill(LiveFile file, Staging staging, long now, boolean keptBackOnly) {
        long[] ends = retry.ends();
        if (ends == null && !keptBackOnly) {
            drain.cut(passes.isRunning());
        }
        Batch batch = drain.begin(this, file, staging, inFlight);
        batch.startedNanos = now;
        batch.sync = settings.syncEachFlush();
        if (ends != null) {
            drain.mergeAgain(batch, ends);
            batch.alreadyWritten = file.position() - buffer.control().committedLength();
        } else if (!keptBackOnly) {
            after(drain.merge(batch), batch, now);
        }
        return batch;
    }

    private void after(Stop stop, Batch batch, long now) {
        batch.endsPass = passes.isRunning() && stop == Stop.EXHAUSTED;
        if (stop == Stop.FILE_FULL) {
            plan.markFull();
        }
        if (stop == Stop.UNPUBLISHED) {
            stall.stalled(now);
        } else {
            stall.over(now);
        }
        boolean moreToCome = stop == Stop.STAGING_FULL || (!passes.isRunning() && stop == Stop.EXHAUSTED);
        if (moreToCome) {
            batch.keepBackPartialBlock();
        }
    }

    private Batch submit(Batch batch) {
        buffer.control().intend(batch.ends, batch.shards);
        batch.submittedNanos = System.nanoTime();
        inFlight = batch;
        return batch;
    }

    /**
     * The write thread has finished with a batch: commits it. Its buffers are freed by {@link #free}, which is to be called next, when the write thread is at work again.
     *
     * @return the batch to be written now, if one is merged already
     */
    @Nullable
    Batch completed(Batch batch, long now) {
        inFlight = null;
        visitAt = now;
        if (batch.failure != null) {
            failed(batch, now);
            return null;
        }
        commit(batch, now);
        Batch next = merged;
        merged = null;
        return next == null ? null : submit(next);
    }

    /** Whether this staging area holds a batch of this event. */
    boolean holds(Staging staging) {
        return (inFlight != null && inFlight.staging == staging) || (merged != null && merged.staging == staging);
    }

    private void commit(Batch batch, long now) {
        if (retry.isPending()) {
            retry.succeeded();
            reports.over("write " + name(), "event " + name() + ": writing works again");
        }
        drain.commit(batch);
        if (batch.records > 0) {
            batch.file.count(batch.records, batch.earliestNanos, batch.latestNanos);
        }
        committedRecords += batch.records;
        batch.countIn(counters, now);
        if (merged == null) {
            plan.replan();
        }
        plan.committed(batch);
    }

    /** Write, commit, then zero (I6): the last of the three, for a batch that has been {@link #completed}. */
    void free(Batch batch, long now) {
        if (batch.failure != null) {
            return;
        }
        drain.free(batch);
        if (batch.endsPass && inFlight == null) {
            endPass(now);
        }
    }

    private void endPass(long now) {
        passes.end();
        passes.dueAt(Passes.later(now, settings.flushIntervalNanos()));
        for (Passes.Request request : passes.served()) {
            Passes.complete(request.done(), request.seal() ? plan.seal() : DONE, true);
        }
        hooks.passed();
        if (closing != null && buffer.isDrained()) {
            handOver(0);
            buffer.release();
        }
    }

    /** The frames stay in the buffers until their bytes are in the file (I9). */
    private void failed(Batch batch, long now) {
        counters.increment(Counter.FLUSH_ERRORS);
        String what = "event " + name() + ": writing failed, will be retried, nothing is lost so far: ";
        reports.error("write " + name(), what + batch.failure, batch.failure);
        long landed = batch.file.position() - buffer.control().committedLength();
        batch.giveBackOversize(landed);
        if (merged != null) {
            merged.giveBackOversize(0);
            merged = null;
        }
        drain.rewind();
        retry.failed(batch, now);
        plan.replan();
        visitAt = Math.min(retry.at(), closeBy);
    }

    /** Closing has taken as long as it may: what is still in the buffers is lost, and counted. */
    private void giveUp(long now, Staging staging) {
        long landed = 0;
        long[] ends = retry.ends();
        boolean unsure = ends != null || buffer.control().tailLength() > 0;
        LiveFile file = unsure ? plan.fileFor(now, false) : null;
        if (file != null) {
            Batch failed = drain.landed(this, file, staging, ends);
            landed = failed.records;
            file.count(landed, failed.earliestNanos, failed.latestNanos);
        }
        committedRecords += landed;
        long lost = drain.abandon() - landed;
        counters.add(Counter.LOST_WRITE, lost);
        if (lost > 0) {
            String what = lost + " records could not be written before the time to close was over, and are lost";
            reports.error("lost " + name(), "event " + name() + ": " + what, null);
        }
        handOver(lost);
    }

    private void handOver(long lost) {
        handedOver = true;
        boolean drained = lost == 0;
        CompletableFuture<Boolean> done = closing;
        Passes.complete(done == null ? new CompletableFuture<>() : done, plan.seal(), drained);
        passes.completeAll(drained);
        hooks.closed(committedRecords + lost);
    }

    private void planNextVisit(long now, boolean moreToDo) {
        if (stall.isStalled()) {
            visitBy(now + REVISIT_NANOS);
        } else if (moreToDo && (passes.isRunning() || isWorthwhile())) {
            visitBy(now);
        }
        if (!passes.isRunning()) {
            visitBy(closing == null ? passes.dueAt() : now);
            visitBy(plan.intervalAt());
            visitBy(idleWatch.at());
        }
        visitBy(closeBy);
    }
}

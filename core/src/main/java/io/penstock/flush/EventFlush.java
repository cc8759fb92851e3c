package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.file.EventFiles;
import io.penstock.file.LiveFile;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Flushing of one event: when, and how far it has come. All state but the dirty flag belongs to the flush thread, which
 * visits the event when it is due.
 *
 * <p>A <i>pass</i> brings everything up to a cut into the file. Passes are due at the interval, on demand and at closing;
 * between them, batches go out as buffers become half full. {@link Batches} knows how far that has come, {@link Ending}
 * has what comes after the last record. Any step may fail, for want of memory say (R1): {@link #visitFailed} puts the
 * cursors back and plans another visit.
 */
public final class EventFlush {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile FlushSettings settings;
    private final EventBuffer buffer;
    private final FilePlan plan;
    private final FlushHooks hooks;
    private final Drain drain;
    private final Passes passes = new Passes();
    private final Batches batches;
    private final StallWatch stall;
    private final IdleWatch idleWatch = new IdleWatch();
    private final Ending ending;

    /** Known to the flush thread as having something to do. */
    final AtomicBoolean dirty = new AtomicBoolean();

    /** An event of the same name that has not handed its file over yet. */
    private @Nullable EventFlush predecessor;

    private @Nullable EventFlush successor;
    private long visitAt;
    private long pauseNanos = FIRST_PAUSE_NANOS;

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
        this.hooks = hooks;
        stall = new StallWatch(settings.event(), reports);
        plan = new FilePlan(files, counters, buffer.control(), hooks::rotated);
        drain = new Drain(buffer, plan, hooks);
        batches = new Batches(settings.event(), buffer, plan, drain, counters, reports);
        ending = new Ending(batches, passes, hooks);
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

    /** Begins to be visited, after an earlier event of the same name has handed its file over. Can be repeated. */
    void start(long now, @Nullable EventFlush before) {
        if (before != null && !before.isHandedOver()) {
            predecessor = before;
            before.successor = this;
        }
        idleWatch.start(now);
        passes.dueAt(Passes.laterTogether(now, settings.flushIntervalNanos()));
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
        if (ending.isAnnounced()) {
            done.complete(!ending.hasLost());
        } else {
            passes.request(seal, done);
        }
    }

    /**
     * Every append that begins after this is refused by the buffer; what is in it is flushed, and the file sealed. Can be
     * repeated.
     *
     * @param giveUpAt what is not written by then is lost
     * @param abandonAt a write that has not returned by then is not waited for any more
     */
    CompletableFuture<Boolean> close(long giveUpAt, long abandonAt) {
        drain.forgetCut();
        return ending.begin(giveUpAt, abandonAt);
    }

    boolean isHandedOver() {
        return ending.isHandedOver();
    }

    /** When giving up is due, which needs no staging area; never, before the event is closed. */
    long endsAt() {
        return ending.dueAt();
    }

    /** How long the batch that is being written has been with the write thread. */
    long writingNanos() {
        Batch writing = batches.inFlight();
        return writing == null ? 0 : System.nanoTime() - writing.submittedNanos;
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
        batches.leaveLostFile();
        Batch batch = endsAt() <= now ? endNow(now) : flushIfDue(now, staging);
        if (batch == null && !batches.isFull() && visitAt <= now) {
            visitAt = now
                    + nextPause(); // nothing came of it, and nothing new is known: a loop without a pause would spin
        } else {
            pauseNanos = FIRST_PAUSE_NANOS;
        }
        return batch;
    }

    /** The part of a visit that needs no staging area, since all may be held by writes that hang. */
    void end(long now) {
        visitAt = Long.MAX_VALUE;
        batches.leaveLostFile();
        endNow(now);
    }

    /** A visit, or the completion of a batch, has thrown; no batch came of it. The event is visited again after a pause. */
    void visitFailed(long now) {
        batches.rewind();
        visitAt = now + nextPause();
    }

    private long nextPause() {
        long now = pauseNanos;
        pauseNanos = Math.min(LAST_PAUSE_NANOS, 2 * now);
        return now;
    }

    private @Nullable Batch flushIfDue(long now, Staging staging) {
        EventFlush before = predecessor;
        if (before != null && !before.isHandedOver()) {
            visitBy(endsAt()); // its end brings us back
            return null;
        }
        predecessor = null;
        if (ending.hasEnded() || batches.isFull()) {
            return null;
        }
        if (ending.isPast(now)) {
            visitBy(endsAt()); // nothing new is begun
            return null;
        }
        if (batches.retry().isPending() && now < batches.retry().at()) {
            visitAt = Math.min(batches.retry().at(), endsAt());
            return null;
        }
        if (!isDue(now)) {
            planNextVisit(now, false);
            return null;
        }
        return flush(now, staging);
    }

    private boolean isDue(long now) {
        if (passes.isIntervalOver(now) && !batches.hasNews()) {
            passes.dueAt(Passes.laterTogether(now, settings.flushIntervalNanos()));
            hooks.passed();
        }
        if (!ending.hasBegun()) {
            watchForIdle(now);
        }
        boolean slotIsOver = plan.isSlotOver(now);
        if (slotIsOver && plan.isEmpty() && !batches.hasNews()) {
            plan.skipSlot();
            slotIsOver = false;
        }
        if (passes.beginIfDue(now, ending.hasBegun() || slotIsOver)) {
            drain.forgetCut();
            plan.passBegins(slotIsOver);
        }
        return passes.isRunning() || batches.retry().isPending() || isWorthwhile() || plan.wantsRotation();
    }

    /** An event that is closed for being idle holds nothing: what is still in the buffers goes out first. */
    private void watchForIdle(long now) {
        if (!idleWatch.isIdle(now, buffer.accepted(), settings.idleNanos()) || batches.inFlight() != null) {
            return;
        }
        if (batches.hasNews()) {
            passes.hurry();
        } else {
            hooks.idle();
        }
    }

    private boolean isWorthwhile() {
        return drain.isWorthwhile(settings.thresholdPercent());
    }

    private @Nullable Batch flush(long now, Staging staging) {
        boolean rotating = plan.wantsRotation();
        Batch writing = batches.inFlight();
        if (rotating && writing != null) {
            return null; // its completion brings us back
        }
        if (isThroughWithoutFile()) {
            endPass(now);
            planNextVisit(now, false);
            return null;
        }
        LiveFile file = plan.fileFor(now, batches.isSettled());
        if (file == null) {
            visitBy(Math.min(endsAt(), plan.lateAt())); // penstock-files signals
            return null;
        }
        Batch batch = fill(file, staging, now, rotating && !batches.isSettled());
        if (!batch.isEmpty()) {
            Batch next = batches.add(batch);
            planNextVisit(now, true);
            return next;
        }
        if (writing != null) {
            writing.endsPass |= batch.endsPass;
        } else {
            batches.commit(batch, now);
            free(batch, now);
        }
        planNextVisit(now, plan.wantsRotation() && !rotating);
        return null;
    }

    /** The pass has nothing to write: no file is awaited, which may not be had. */
    private boolean isThroughWithoutFile() {
        return passes.isRunning()
                && plan.current() == null
                && batches.areWritten()
                && (!ending.hasBegun() || buffer.isDrained());
    }

    private Batch fill(LiveFile file, Staging staging, long now, boolean keptBackOnly) {
        long[] ends = batches.retry().ends();
        if (ends == null && !keptBackOnly) {
            drain.cut(passes.isRunning());
        }
        Batch batch = drain.begin(this, file, staging, batches.inFlight());
        batches.begin(batch);
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
        if (stop == Stop.UNPUBLISHED) {
            stall.stalled(now);
        } else {
            stall.over(now);
        }
        boolean stalled = stop == Stop.UNPUBLISHED && batch.metSlotEnd && stall.isTold(now);
        if (stop == Stop.FILE_FULL || stop == Stop.SLOT_OVER || stalled) {
            plan.markFull();
        } else if (batch.endsPass) {
            plan.passMerged(batch);
        }
        boolean moreToCome = stop == Stop.STAGING_FULL || (!passes.isRunning() && stop == Stop.EXHAUSTED);
        if (moreToCome) {
            batch.keepBackPartialBlock();
        }
    }

    /**
     * The write thread has finished with a batch: commits it. Its buffers are freed by {@link #free}, which is to be called
     * next, when the write thread is at work again.
     *
     * @return the batch to be written now, if one is merged already
     */
    @Nullable
    Batch completed(Batch batch, long now) {
        visitAt = now;
        if (ending.isAbandoned()) {
            ending.resume(now);
        }
        Batch next = batches.completed(batch, now, ending.isPast(now));
        if (batch.failure != null) {
            visitAt = Math.min(batches.retry().at(), endsAt());
        }
        return next;
    }

    /** Whether this staging area holds a batch of this event. */
    boolean holds(Staging staging) {
        return batches.hold(staging);
    }

    /** Write, commit, then zero (I6): the last of the three, for a batch that has been {@link #completed}. */
    void free(Batch batch, long now) {
        if (!batch.committed) {
            return;
        }
        drain.free(batch);
        if (batch.endsPass && batches.inFlight() == null) {
            endPass(now);
        }
    }

    private void endPass(long now) {
        passes.end();
        passes.dueAt(Passes.laterTogether(now, settings.flushIntervalNanos()));
        passes.serve(plan::seal);
        hooks.passed();
        if (ending.hasBegun() && buffer.isDrained()) {
            ending.drained();
            visitBy(now);
        }
    }

    /** Closing has taken as long as it may, or everything is in the file. */
    private @Nullable Batch endNow(long now) {
        batches.drop();
        ending.advance(this);
        if (ending.isHandedOver()) {
            batches.forget();
            if (successor != null) {
                successor.visitBy(now);
            }
        }
        visitBy(endsAt());
        return null;
    }

    private void planNextVisit(long now, boolean moreToDo) {
        if (stall.isStalled()) {
            visitBy(now + stall.nextLookNanos(now));
        } else if (moreToDo && (passes.isRunning() || isWorthwhile() || plan.wantsRotation())) {
            visitBy(now);
        }
        if (!passes.isRunning()) {
            visitBy(ending.hasBegun() ? now : passes.dueAt());
            visitBy(plan.slotEndsAt());
            visitBy(idleWatch.at());
        }
        visitBy(endsAt());
    }
}

package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.ShardReader;
import io.penstock.file.EventFiles;
import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REVISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile FlushSettings settings;
    private final EventBuffer buffer;
    private final FilePlan plan;
    private final EventCounters counters;
    private final Reports reports;
    private final FlushHooks hooks;
    private final Deque<FlushRequest> requests = new ArrayDeque<>();
    final AtomicBoolean dirty = new AtomicBoolean();
    /** A writer found no room: flush now, however few buffers are half full. */
    private volatile boolean pressing;
    /** Somebody waits for what is in the buffers. */
    private volatile boolean hurried;

    private @Nullable EventFlush predecessor;
    private @Nullable Batch inFlight;
    private @Nullable Batch merged;
    private ShardReader[] readers = {};
    private long cut;
    private boolean inPass;
    private boolean passHasCut;
    private int pass;
    private long flushAt;
    private long newsAt;
    private long visitAt;
    private long stalledAt = Long.MAX_VALUE;
    private long @Nullable [] retryEnds;
    private long retryNanos = FIRST_RETRY_NANOS;
    private long retryAt;
    private long committedRecords;
    private @Nullable CompletableFuture<Boolean> closing;
    private long closeBy = Long.MAX_VALUE;
    private boolean handedOver;

    private record FlushRequest(int pass, boolean seal, CompletableFuture<Boolean> done) {}

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
        plan = new FilePlan(files, counters, buffer.control(), hooks::rotated);
    }

    /** A writer found no room. Any thread; the caller then signals. */
    public void press() {
        pressing = true;
    }

    /** Somebody waits for what is in the buffers: a pass is due. Any thread; the caller then signals. */
    public void hurry() {
        hurried = true;
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
        newsAt = now;
        flushAt = later(now, settings.flushIntervalNanos());
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
            requests.add(new FlushRequest(pass + 1, seal, done));
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
            passHasCut = false;
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
        if (closing != null && now >= closeBy && inFlight == null) {
            giveUp();
            return null;
        }
        if (retryEnds != null && now < retryAt) {
            visitAt = Math.min(retryAt, closeBy);
            return null;
        }
        if (!isDue(now)) {
            planNextVisit(now, false);
            return null;
        }
        return flush(now, staging);
    }

    private boolean isDue(long now) {
        if (now >= flushAt && !hasNews()) {
            flushAt = later(now, settings.flushIntervalNanos());
            hooks.passed();
            if (now - newsAt >= settings.idleNanos() && inFlight == null) {
                hooks.idle();
            }
        }
        if (!inPass && (now >= flushAt || hurried || closing != null || !requests.isEmpty())) {
            hurried = false;
            inPass = true;
            passHasCut = false;
            pass++;
        }
        return inPass || retryEnds != null || isWorthwhile() || plan.wantsRotation(now);
    }

    private boolean hasNews() {
        return buffer.accepted() != committedRecords || buffer.control().tailLength() > 0;
    }

    /** Enough buffers are half full, or one is being drained. */
    private boolean isWorthwhile() {
        int halfFull = 0;
        int open = 0;
        for (ShardReader reader : buffer.readers()) {
            if (reader.isDraining()) {
                return true;
            }
            open++;
            halfFull += reader.isHalfFull() ? 1 : 0;
        }
        return halfFull > 0 && (pressing || halfFull * 100 >= open * settings.thresholdPercent());
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
        return inFlight == null && retryEnds == null && buffer.control().tailLength() == 0;
    }

    private Batch fill(LiveFile file, Staging staging, long now, boolean tailOnly) {
        long[] ends = retryEnds;
        if (ends == null && !tailOnly && !(inPass && passHasCut)) {
            takeCut();
        }
        Batch batch = new Batch(this, file, staging, readers.length);
        batch.startedNanos = now;
        batch.sync = settings.syncEachFlush();
        staging.reset((int) (plan.position() % LiveFile.BLOCK_BYTES));
        if (inFlight != null) {
            staging.put(inFlight.staging.memory(), inFlight.staging.end() - inFlight.tailLength, inFlight.tailLength);
        } else {
            int tail = buffer.control().tailLength();
            buffer.control().copyTail(staging.memory(), staging.end());
            staging.grow(tail);
        }
        if (ends != null) {
            for (int i = 0; i < ends.length; i++) {
                readers[i].limit(ends[i]);
            }
            for (int i = ends.length; i < readers.length; i++) {
                readers[i].limit(readers[i].cursor());
            }
            new TicketMerge(buffer, batch, readers, Long.MAX_VALUE, true).merge(Long.MAX_VALUE);
            batch.alreadyWritten = file.position() - buffer.control().committedLength();
            passHasCut = false;
        } else if (tailOnly) {
            for (int i = 0; i < readers.length; i++) {
                batch.ends[i] = readers[i].cursor();
            }
        } else {
            after(new TicketMerge(buffer, batch, readers, plan.room(), plan.isEmpty()).merge(cut), batch, now);
        }
        return batch;
    }

    private void takeCut() {
        pressing = false;
        for (ShardReader reader : buffer.readers()) {
            if (reader.isHalfFull() && reader.swap()) {
                hooks.freed();
            } else if (reader.isHalfFull()) {
                pressing = true; // once its other buffer is clean
            }
        }
        cut = buffer.cut();
        readers = buffer.readers();
        for (ShardReader reader : readers) {
            reader.snapshot();
        }
        passHasCut = true;
        if (buffer.wantsShard()) {
            hooks.grow();
        }
    }

    private void after(Stop stop, Batch batch, long now) {
        batch.endsPass = inPass && stop == Stop.EXHAUSTED;
        if (stop == Stop.FILE_FULL) {
            plan.markFull();
        }
        if (stop != Stop.UNPUBLISHED) {
            stalledAt = Long.MAX_VALUE;
        } else if (stalledAt == Long.MAX_VALUE) {
            stalledAt = now;
        } else if (now - stalledAt >= STALL_NANOS) {
            reports.warn(
                    "stalled " + name(),
                    "event " + name()
                            + ": a record has been claimed for over a second and not been published; its thread does not run or has died");
        }
        boolean moreToCome = stop == Stop.STAGING_FULL || (!inPass && stop == Stop.EXHAUSTED);
        if (moreToCome && batch.large == null && batch.file.writesDirectly(batch.staging.bytes())) {
            batch.tailLength = batch.staging.end() % LiveFile.BLOCK_BYTES;
        }
    }

    private Batch submit(Batch batch) {
        buffer.control().intend(batch.ends, batch.shards);
        batch.submittedNanos = System.nanoTime();
        inFlight = batch;
        return batch;
    }

    /** The write thread has finished with a batch. Returns the one to be written now, if one is merged already. */
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
        if (retryEnds != null) {
            retryEnds = null;
            retryNanos = FIRST_RETRY_NANOS;
            reports.over("write " + name(), "event " + name() + ": writing works again");
        }
        int tailAt = batch.staging.end() - batch.tailLength;
        buffer.control().advance(batch.records, batch.earliestNanos, batch.latestNanos, batch.ends, batch.shards);
        buffer.control().commit(batch.file.position(), batch.staging.memory(), tailAt, batch.tailLength);
        boolean freed = false;
        for (int i = 0; i < batch.shards; i++) {
            freed |= readers[i].commit(batch.ends[i]);
        }
        if (freed) {
            hooks.freed();
        }
        if (batch.oversize != null && batch.oversizeReader != null) {
            batch.oversize.written();
            buffer.forgetOversize(batch.oversizeReader, batch.oversizeTicket);
        }
        if (batch.records > 0) {
            batch.file.count(batch.records, batch.earliestNanos, batch.latestNanos);
            newsAt = now;
        }
        committedRecords += batch.records;
        count(batch, now);
        if (merged == null) {
            plan.replan();
        }
        plan.committed(batch);
        if (batch.endsPass && merged == null) {
            endPass(now);
        }
    }

    private void count(Batch batch, long now) {
        if (batch.isEmpty()) {
            return;
        }
        counters.add(Counter.BYTES, batch.payloadBytes);
        counters.increment(Counter.FLUSHES);
        counters.add(Counter.FLUSH_NANOS, now - batch.startedNanos);
        counters.raise(Counter.FLUSH_NANOS_MAX, now - batch.startedNanos);
        counters.increment(Counter.WRITES);
        counters.add(Counter.WRITE_NANOS, batch.writeNanos);
        counters.raise(Counter.WRITE_NANOS_MAX, batch.writeNanos);
        counters.add(Counter.WAIT_NANOS, batch.waitedNanos);
        counters.raise(Counter.WAIT_NANOS_MAX, batch.waitedNanos);
    }

    private void endPass(long now) {
        inPass = false;
        flushAt = later(now, settings.flushIntervalNanos());
        while (!requests.isEmpty() && requests.peek().pass <= pass) {
            FlushRequest request = requests.remove();
            if (request.seal) {
                completeWith(plan.seal(), true, request.done);
            } else {
                request.done.complete(true);
            }
        }
        hooks.passed();
        if (closing != null && buffer.isDrained()) {
            handOver(true);
            buffer.release();
        }
    }

    /** The frames stay in the buffers until their bytes are in the file (I9). */
    private void failed(Batch batch, long now) {
        counters.increment(Counter.FLUSH_ERRORS);
        String cause = batch.failure == null ? "" : String.valueOf(batch.failure.getMessage());
        reports.error(
                "write " + name(),
                "event " + name() + ": writing failed, will be retried, nothing is lost so far: " + cause,
                batch.failure);
        long landed = batch.file.position() - buffer.control().committedLength();
        if (batch.oversize != null && landed <= batch.staging.bytes()) {
            batch.oversize.putBack();
        }
        if (merged != null && merged.oversize != null) {
            merged.oversize.putBack();
        }
        merged = null;
        for (ShardReader reader : readers) {
            reader.rewind();
        }
        retryEnds = batch.ends;
        retryAt = now + retryNanos;
        retryNanos = Math.min(LAST_RETRY_NANOS, retryNanos * 2);
        passHasCut = false;
        plan.replan();
        visitAt = retryAt;
    }

    /** Closing has taken as long as it may: what is still in the buffers is lost, and counted. */
    private void giveUp() {
        long lost = buffer.accepted() - committedRecords - buffer.abandon();
        counters.add(Counter.LOST_WRITE, lost);
        if (lost > 0) {
            reports.error(
                    "lost " + name(),
                    "event " + name() + ": " + lost
                            + " records could not be written before the time to close was over, and are lost",
                    null);
        }
        handOver(lost == 0);
    }

    private void handOver(boolean drained) {
        handedOver = true;
        CompletableFuture<Boolean> done = closing;
        completeWith(plan.seal(), drained, done == null ? new CompletableFuture<>() : done);
        while (!requests.isEmpty()) {
            requests.remove().done.complete(drained);
        }
        hooks.closed();
    }

    private static void completeWith(
            CompletableFuture<Boolean> sealed, boolean drained, CompletableFuture<Boolean> done) {
        CompletableFuture<Boolean> unused = sealed.whenComplete(
                (whole, failure) -> done.complete(drained && failure == null && Boolean.TRUE.equals(whole)));
    }

    private void planNextVisit(long now, boolean moreToDo) {
        if (stalledAt != Long.MAX_VALUE) {
            visitBy(now + REVISIT_NANOS);
        } else if (moreToDo && (inPass || isWorthwhile())) {
            visitBy(now);
        }
        if (!inPass) {
            visitBy(closing == null && requests.isEmpty() ? flushAt : now);
            visitBy(plan.intervalAt());
        }
        visitBy(closeBy);
    }

    private static long later(long now, long nanos) {
        return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + nanos;
    }
}

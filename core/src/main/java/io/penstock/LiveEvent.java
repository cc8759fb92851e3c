package io.penstock;

import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.OversizeRecord;
import io.penstock.buffer.Placed;
import io.penstock.config.EventConfig;
import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.OverflowConfig;
import io.penstock.config.OverflowConfig.OnFull;
import io.penstock.config.RotationConfig;
import io.penstock.config.Severity;
import io.penstock.file.EventFiles;
import io.penstock.flush.EventFlush;
import io.penstock.flush.FlushHooks;
import io.penstock.flush.FlushSettings;
import io.penstock.flush.FlushThread;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One live event: its buffer, its flushing, its counters, and what happens to records that find no room. Any thread appends; the hooks are the flush thread's. */
final class LiveEvent implements FlushHooks {
    private final String name;
    private final EventBuffer buffer;
    private final EventCounters counters;
    private final Owner owner;
    private final FreedGate gate;
    private final DropReport drops;
    private volatile OverflowConfig overflow;
    /** Set once, before the event is visible to other threads. */
    private @Nullable EventFlush flush;

    private @Nullable EventFiles files;

    /** What a live event needs of the pipeline. */
    interface Owner {
        FlushThread flushThread();

        DropReport dropReport(String event);

        /** The JVM ends and has been held up long enough: nobody waits for room any more. */
        boolean isEnding();

        /** No record for the idle time-out. Flush thread: must return at once. */
        void idle(LiveEvent event);

        /** Must map memory elsewhere, and return at once. */
        void grow(LiveEvent event);

        /** The next file has become live: settings changed since take effect. */
        void rotated(LiveEvent event);

        /** Closed for good; {@code lost} of the records that it accepted are in no file. */
        void closed(LiveEvent event, long accepted, long lost);

        /** After that, a write that hung has returned: {@code lost} records are still in no file. */
        void resumed(LiveEvent event, long lost);
    }

    LiveEvent(String name, EventConfig config, EventBuffer buffer, EventCounters counters, Owner owner) {
        this.name = name;
        this.buffer = buffer;
        this.counters = counters;
        this.owner = owner;
        overflow = config.overflow();
        drops = owner.dropReport(name);
        gate = new FreedGate(owner::isEnding);
    }

    void start(EventFiles eventFiles, EventFlush flushing) {
        files = eventFiles;
        flush = flushing;
        owner.flushThread().add(flushing);
    }

    /** Places the record, or does with it what the overflow policy says. Null when the event is closed: it may be open again as another one. */
    @Nullable
    Append append(long timestampNanos, boolean discardable, byte[] bytes, int offset, int length) {
        if (buffer.isOversize(length)) {
            return appendOversize(timestampNanos, discardable, new OversizeRecord(bytes, offset, length));
        }
        Placed placed = buffer.append(timestampNanos, bytes, offset, length);
        if (placed == Placed.IN_BUFFER) {
            return Append.ACCEPTED;
        }
        if (placed == Placed.HALF_FULL) {
            try {
                StackRoom.require();
                signal();
            } catch (Throwable e) {
                placed = Placed.IN_BUFFER; // nothing may make it look refused now; the interval flushes it all the same
            }
            return Append.ACCEPTED;
        }
        return placed == Placed.CLOSED ? null : whenFull(timestampNanos, discardable, bytes, offset, length);
    }

    /** A record that found no room, and what became of the latest attempt. */
    private final class Retry {
        private final long timestampNanos;
        private final byte[] bytes;
        private final int offset;
        private final int length;
        private Placed placed = Placed.FULL;

        Retry(long timestampNanos, byte[] bytes, int offset, int length) {
            this.timestampNanos = timestampNanos;
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        boolean attempt() {
            placed = buffer.append(timestampNanos, bytes, offset, length);
            if (placed == Placed.FULL) {
                press();
            }
            return placed != Placed.FULL;
        }
    }

    /** Waiting takes a little memory: where there is none, the record is dropped like one that found its buffers full. */
    private @Nullable Append whenFull(long timestampNanos, boolean discardable, byte[] bytes, int offset, int length) {
        StackRoom.require();
        Retry retry = null;
        try {
            retry = new Retry(timestampNanos, bytes, offset, length);
            return whenFull(retry, discardable);
        } catch (OutOfMemoryError e) {
            if (retry == null || retry.placed == Placed.FULL) {
                return dropped(Append.DROPPED_FULL, Counter.DROPPED_FULL);
            }
            return retry.placed == Placed.CLOSED ? null : Append.ACCEPTED;
        }
    }

    private @Nullable Append whenFull(Retry retry, boolean discardable) {
        press();
        OverflowConfig policy = overflow;
        if (discardable) {
            return dropped(Append.DROPPED_DISCARDED, Counter.DROPPED_DISCARDED);
        }
        if (policy.onFull() == OnFull.DROP || gate.isFutile()) {
            return dropped(Append.DROPPED_FULL, Counter.DROPPED_FULL);
        }
        long start = System.nanoTime();
        boolean room = gate.await(retry::attempt, Limits.nanos(policy.blockTimeout()));
        long waited = System.nanoTime() - start;
        counters.increment(Counter.BLOCKED);
        counters.add(Counter.BLOCKED_NANOS, waited);
        counters.raise(Counter.BLOCKED_NANOS_MAX, waited);
        if (!room) {
            return dropped(Append.DROPPED_TIMEOUT, Counter.DROPPED_TIMEOUT);
        }
        return retry.placed == Placed.CLOSED ? null : Append.ACCEPTED;
    }

    private @Nullable Append appendOversize(long timestampNanos, boolean discardable, OversizeRecord record) {
        StackRoom.require();
        if (gate.isFutile()) {
            return dropped(Append.DROPPED_OVERSIZE, Counter.DROPPED_OVERSIZE);
        }
        long start = System.nanoTime();
        long timeout = Limits.nanos(overflow.blockTimeout());
        Placed[] placed = {buffer.append(timestampNanos, record)};
        if (placed[0] == Placed.FULL && !discardable && overflow.onFull() == OnFull.BLOCK) {
            press();
            gate.await(() -> (placed[0] = buffer.append(timestampNanos, record)) != Placed.FULL, timeout);
        }
        if (placed[0] == Placed.CLOSED) {
            return null;
        }
        if (placed[0] == Placed.FULL && discardable) {
            return dropped(Append.DROPPED_DISCARDED, Counter.DROPPED_DISCARDED);
        }
        if (placed[0] == Placed.FULL) {
            return overflow.onFull() == OnFull.DROP
                    ? dropped(Append.DROPPED_FULL, Counter.DROPPED_FULL)
                    : dropped(Append.DROPPED_OVERSIZE, Counter.DROPPED_OVERSIZE);
        }
        if (flush != null) {
            flush.hurry();
        }
        signal();
        long left = timeout == Long.MAX_VALUE ? timeout : Math.max(0, timeout - (System.nanoTime() - start));
        if (record.awaitWritten(left, owner::isEnding)) {
            return Append.ACCEPTED;
        }
        gate.ranOut();
        return dropped(Append.DROPPED_OVERSIZE, Counter.DROPPED_OVERSIZE);
    }

    private Append dropped(Append outcome, Counter cause) {
        counters.increment(cause);
        drops.dropped(outcome);
        return outcome;
    }

    private void press() {
        if (flush != null) {
            flush.press();
        }
        if (buffer.mayGrow()) {
            owner.grow(this);
        }
        signal();
    }

    /** There is something for the flush thread to do. Any thread. */
    void signal() {
        EventFlush flushing = flush;
        if (flushing != null) {
            owner.flushThread().signal(flushing);
        }
    }

    String name() {
        return name;
    }

    EventBuffer buffer() {
        return buffer;
    }

    EventCounters counters() {
        return counters;
    }

    Severity discardThreshold() {
        return overflow.discardThreshold();
    }

    /** Settings that change with the next file. */
    void reconfigure(OverflowConfig nextOverflow, FlushSettings nextFlush) {
        overflow = nextOverflow;
        if (flush != null) {
            flush.settings(nextFlush);
        }
    }

    /** What the next file shall be like. */
    void reconfigure(RotationConfig rotation, FileFraming framing) {
        if (files != null) {
            files.settings(rotation, framing);
        }
    }

    CompletableFuture<Boolean> close(long timeoutNanos) {
        EventFlush flushing = flush;
        return flushing == null
                ? CompletableFuture.completedFuture(true)
                : owner.flushThread().close(flushing, timeoutNanos);
    }

    CompletableFuture<Boolean> flush(boolean seal) {
        EventFlush flushing = flush;
        return flushing == null
                ? CompletableFuture.completedFuture(true)
                : owner.flushThread().flush(flushing, seal);
    }

    @Override
    public void freed() {
        gate.freed();
    }

    @Override
    public void passed() {
        gate.freed(); // everything is in the file: whatever ran out before, waiting makes sense again
        drops.checkOver();
    }

    @Override
    public void idle() {
        owner.idle(this);
    }

    @Override
    public void grow() {
        owner.grow(this);
    }

    @Override
    public void rotated() {
        owner.rotated(this);
    }

    @Override
    public void resumed(long lost) {
        owner.resumed(this, lost);
    }

    @Override
    public void closed(long accepted, long lost) {
        owner.closed(this, accepted, lost);
        drops.closed();
        gate.freed(); // appends that wait find it closed, and go to the event of this name that is open now
    }
}

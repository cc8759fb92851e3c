package io.penstock.flush;

import io.penstock.buffer.ControlPage;
import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.ShardReader;
import io.penstock.file.LiveFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event's shards into batches: swap what is full enough, then cut, then merge up to the cut, in this order, which makes the file's order consistent with real time (I4). Flush thread,
 * but for {@link #press}.
 */
final class Drain {
    private static final int MOST_LANDED_BYTES = FlushThread.MAX_STAGING_BYTES;

    private final EventBuffer buffer;
    private final FilePlan plan;
    private final FlushHooks hooks;
    /** A writer found no room: flush now, however few buffers are half full. */
    private volatile boolean pressing;

    private ShardReader[] readers = {};
    private long cut;
    private boolean hasCut;
    /** Committed records that end in the control page's tail. */
    private TailRecords tailRecords = Batch.NO_RECORDS;

    Drain(EventBuffer buffer, FilePlan plan, FlushHooks hooks) {
        this.buffer = buffer;
        this.plan = plan;
        this.hooks = hooks;
    }

    /** A writer found no room. Any thread. */
    void press() {
        pressing = true;
    }

    /** Enough buffers are half full, or one is being drained. */
    boolean isWorthwhile(int thresholdPercent) {
        int halfFull = 0;
        int open = 0;
        for (ShardReader reader : buffer.readers()) {
            if (reader.isDraining()) {
                return true;
            }
            open++;
            halfFull += reader.isHalfFull() ? 1 : 0;
        }
        return halfFull > 0 && (pressing || halfFull * 100 >= open * thresholdPercent);
    }

    /** The next merge is to reach to what will have been placed by then. */
    void forgetCut() {
        hasCut = false;
    }

    /** Takes a cut; with {@code keep} only if there is none. */
    void cut(boolean keep) {
        if (keep && hasCut) {
            return;
        }
        swap();
        cut = buffer.cut();
        readers = buffer.readers();
        for (ShardReader reader : readers) {
            reader.snapshot();
        }
        hasCut = true;
        if (buffer.wantsShard()) {
            hooks.grow();
        }
    }

    private void swap() {
        pressing = false;
        for (ShardReader reader : buffer.readers()) {
            if (reader.isHalfFull() && reader.swap()) {
                hooks.freed();
            } else if (reader.isHalfFull()) {
                pressing = true; // once its other buffer is clean
            }
        }
    }

    /**
     * A batch with nothing in it but the bytes that the one before keeps back.
     *
     * @param before the batch in flight; null when the last one is committed
     */
    Batch begin(EventFlush event, LiveFile file, Staging staging, @Nullable Batch before) {
        staging.reset((int) (plan.position() % LiveFile.BLOCK_BYTES));
        if (before != null) {
            staging.put(before.staging.memory(), before.staging.end() - before.tailLength, before.tailLength);
        } else {
            ControlPage control = buffer.control();
            control.copyTail(staging.memory(), staging.end());
            staging.grow(control.tailLength());
        }
        Batch batch = new Batch(event, file, staging, readers.length);
        batch.slotStartNanos = plan.slotStartNanos();
        batch.takeOver(before == null ? tailRecords : before.tailRecords());
        for (int i = 0; i < readers.length; i++) {
            batch.ends[i] = readers[i].cursor();
        }
        return batch;
    }

    /** Merges up to the cut, or to where the file or its slot ends. */
    Stop merge(Batch batch) {
        return new TicketMerge(buffer, batch, readers, plan).merge(cut);
    }

    /** Merges what a failed batch had merged, up to its ends: the same bytes, less an oversize record withdrawn since. */
    void mergeAgain(Batch batch, long[] ends) {
        for (int i = 0; i < readers.length; i++) {
            readers[i].limit(i < ends.length ? ends[i] : readers[i].cursor());
        }
        new TicketMerge(buffer, batch, readers, null).merge(Long.MAX_VALUE);
        hasCut = false;
    }

    /** The batch is in the file. Its frames stay until {@link #free}. */
    void commit(Batch batch) {
        int tailAt = batch.staging.end() - batch.tailLength;
        buffer.control().advance(batch.records, batch.earliestNanos, batch.latestNanos, batch.ends, batch.shards);
        buffer.control().commit(batch.file.position(), batch.staging.memory(), tailAt, batch.tailLength);
        tailRecords = batch.tailRecords();
    }

    /** Forgets the frames of a committed batch: buffers that are through with are zeroed and free. */
    void free(Batch batch) {
        boolean freed = false;
        for (int i = 0; i < batch.shards; i++) {
            freed |= readers[i].commit(batch.ends[i]);
        }
        if (batch.oversize != null && batch.oversizeReader != null) {
            batch.oversize.written();
            buffer.forgetOversize(batch.oversizeReader, batch.oversizeTicket);
        }
        if (freed) {
            hooks.freed();
        }
    }

    /** Committed records of which the last bytes are kept back, so that they are not in the file yet. */
    long tailRecords() {
        return tailRecords.count();
    }

    /**
     * Records that are in the file beyond the last commit, whole, since failed attempts left them there; a negative number
     * if not even the bytes kept back are. Not to be written or committed.
     *
     * @param ends of the batch that failed; null without one
     */
    Batch landed(EventFlush event, LiveFile file, long @Nullable [] ends) {
        ControlPage control = buffer.control();
        int start = (int) (control.committedLength() % LiveFile.BLOCK_BYTES);
        long bytes = file.position() - control.committedLength();
        // not a staging area: those may all be held by writes that hang
        Staging staging = new Staging(ByteBuffer.allocate((int) Math.min(MOST_LANDED_BYTES, start + bytes)));
        if (ends == null || bytes <= control.tailLength()) {
            Batch none = new Batch(event, file, staging, 0);
            none.records = bytes < control.tailLength() ? tailRecords.endingWithin(bytes) - tailRecords.count() : 0;
            return none;
        }
        plan.replan();
        Batch landed = begin(event, file, staging, null);
        mergeAgain(landed, ends);
        if (landed.largeBytes() > 0) {
            landed.records--; // it would not have to be made again if it were whole
        }
        return landed;
    }

    /** Gives up what is not committed; the buffer must be closed. Can be repeated. Returns how many records that are. */
    long abandon() {
        long lost = buffer.abandon();
        for (ShardReader reader : buffer.readers()) {
            lost += reader.countUncommitted();
        }
        return lost;
    }

    /** Goes back to the last commit; what was kept back is lost with the file that it belongs to. */
    void abandonFile() {
        rewind(null);
        tailRecords = Batch.NO_RECORDS;
    }

    /** Goes back to where the batch in flight ends, or, without one, to the last commit. */
    void rewind(@Nullable Batch inFlight) {
        ShardReader[] all = buffer.readers(); // those too that were added since the last cut
        for (int i = 0; i < all.length; i++) {
            all[i].rewind();
            if (inFlight != null && i < inFlight.shards) {
                all[i].rewindTo(inFlight.ends[i]);
            }
        }
        hasCut = false;
    }
}

package io.penstock.flush;

import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.OversizeRecord;
import io.penstock.buffer.ShardReader;
import io.penstock.config.EventTime;
import io.penstock.file.LiveFile;
import org.jspecify.annotations.Nullable;

/**
 * Merges an event's shards into a batch: always the least ticket at the heads (I4), or, in thread order, one shard after the other (I3). Flush thread only.
 *
 * <p>What a merge takes is determined by where it begins and where it ends in each shard, whatever has been published since: so a batch whose write failed can be made again.
 */
final class TicketMerge {
    private final EventBuffer buffer;
    private final Batch batch;
    private final ShardReader[] readers;
    private final @Nullable FilePlan plan;
    private final long fileRoom;
    private final boolean fileIsEmpty;
    /** Records from this time on belong to a later file. */
    private long slotLimitNanos;

    /**
     * @param readers one for each of the batch's shards, with their limits set
     * @param plan where the file and its slot end; null where that was decided before, by the batch that is made again
     */
    TicketMerge(EventBuffer buffer, Batch batch, ShardReader[] readers, @Nullable FilePlan plan) {
        this.buffer = buffer;
        this.batch = batch;
        this.readers = readers;
        this.plan = plan;
        fileRoom = plan == null ? Long.MAX_VALUE : plan.room();
        fileIsEmpty = plan == null || plan.isEmpty();
        // the clock is read after the cut was taken: a record below the cut has no later time, if its time is of this
        // clock
        slotLimitNanos = plan == null ? Long.MAX_VALUE : plan.slotLimitNanos();
    }

    /** Fills the batch; its ends tell afterwards how far each shard was read. */
    Stop merge(long cut) {
        Stop stop = buffer.isStrict() ? byTicket(cut) : shardByShard();
        for (int i = 0; i < batch.shards; i++) {
            batch.ends[i] = readers[i].cursor();
        }
        return stop;
    }

    private Stop byTicket(long cut) {
        int shards = batch.shards;
        long[] heads = new long[shards];
        for (int i = 0; i < shards; i++) {
            heads[i] = readers[i].head();
        }
        while (true) {
            int least = 0;
            long second = cut;
            for (int i = 1; i < shards; i++) {
                if (heads[i] < heads[least]) {
                    second = Math.min(second, heads[least]);
                    least = i;
                } else {
                    second = Math.min(second, heads[i]);
                }
            }
            long head = heads[least];
            if (head == ShardReader.UNPUBLISHED) {
                return Stop.UNPUBLISHED;
            }
            if (head >= cut) {
                return Stop.EXHAUSTED;
            }
            ShardReader reader = readers[least];
            do {
                Stop stop = take(reader, head);
                if (stop != null) {
                    return stop;
                }
                head = reader.head();
            } while (head < second && head >= 0);
            heads[least] = head;
        }
    }

    private Stop shardByShard() {
        boolean unpublished = false;
        for (int i = 0; i < batch.shards; i++) {
            long head = readers[i].head();
            while (head >= 0 && head != ShardReader.EXHAUSTED) {
                Stop stop = take(readers[i], head);
                if (stop == Stop.SLOT_OVER) {
                    break; // the other shards may still hold records of the slot
                }
                if (stop != null) {
                    return stop;
                }
                head = readers[i].head();
            }
            unpublished |= head == ShardReader.UNPUBLISHED;
        }
        return unpublished ? Stop.UNPUBLISHED : batch.metSlotEnd ? Stop.SLOT_OVER : Stop.EXHAUSTED;
    }

    /** Takes the reader's head into the batch; says why not, or that the batch is complete with it. */
    private @Nullable Stop take(ShardReader reader, long ticket) {
        if (reader.headIsVoid()) {
            reader.next();
            return null;
        }
        if (isPastSlot(reader.headTimestamp())) {
            batch.metSlotEnd = true;
            return Stop.SLOT_OVER;
        }
        if (reader.headIsOversize()) {
            return takeOversize(reader, ticket);
        }
        int length = reader.headLength();
        Staging staging = batch.staging;
        if (isTooMuchForFile(length)) {
            return Stop.FILE_FULL;
        }
        if (length > staging.room()) {
            if (batch.records > 0 || length <= staging.memory().capacity() - 2 * LiveFile.BLOCK_BYTES) {
                return Stop.STAGING_FULL;
            }
            batch.large = reader.headPayload();
            count(reader.headTimestamp(), length);
            reader.next();
            return Stop.LARGE_RECORD;
        }
        staging.put(reader, length);
        count(reader.headTimestamp(), length);
        reader.next();
        return null;
    }

    private @Nullable Stop takeOversize(ShardReader reader, long ticket) {
        OversizeRecord record = buffer.oversize(reader, ticket);
        if (record != null) {
            if (isTooMuchForFile(record.length())) {
                return Stop.FILE_FULL;
            }
            if (batch.records > 0) {
                return Stop.STAGING_FULL;
            }
            if (record.begin()) {
                batch.oversize = record;
                batch.oversizeReader = reader;
                batch.oversizeTicket = ticket;
                count(reader.headTimestamp(), record.length());
                reader.next();
                return Stop.LARGE_RECORD;
            }
            buffer.withdrawn(reader, ticket);
        }
        reader.next();
        return null;
    }

    private void count(long timestampNanos, int bytes) {
        if (plan != null && opensFile()) {
            plan.opened(timestampNanos);
            batch.slotStartNanos = plan.slotStartNanos();
            slotLimitNanos = plan.slotLimitNanos();
        }
        batch.count(timestampNanos, bytes);
    }

    private boolean isPastSlot(long timestampNanos) {
        return timestampNanos >= slotLimitNanos && EventTime.isKnown(timestampNanos) && !opensFile();
    }

    private boolean opensFile() {
        return fileIsEmpty && batch.records == 0;
    }

    /** A record larger than any file stands in a file of its own. */
    private boolean isTooMuchForFile(int length) {
        return length > fileRoom - batch.payloadBytes && !opensFile();
    }
}

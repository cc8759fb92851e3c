package io.penstock.flush;

import io.penstock.buffer.OversizeRecord;
import io.penstock.buffer.ShardReader;
import io.penstock.config.EventTime;
import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What goes into one file with one write: packed payloads, or what was kept back before and one large record. The flush thread fills it, the write thread writes it, the flush thread commits it.
 */
final class Batch {
    /** Never added to. */
    static final TailRecords NO_RECORDS = new TailRecords();

    final EventFlush event;
    final LiveFile file;
    final Staging staging;
    final long[] ends;
    final int shards;

    /** Bytes of the file that are not committed and have been written by a failed attempt before. */
    long alreadyWritten;
    /** Bytes at the end of the staging area that are kept back for the next batch. */
    int tailLength;

    boolean sync;
    /** Nothing below the pass's cut is left behind this batch. */
    boolean endsPass;

    /** A record in a buffer that is written from where it stands. */
    @Nullable
    ByteBuffer large;
    /** A record in its caller's array, instead of {@link #large}. */
    @Nullable
    OversizeRecord oversize;

    @Nullable
    ShardReader oversizeReader;

    long oversizeTicket;

    long records;
    /** Those that end behind the last block boundary in the staging area; with those taken over from the batch before. */
    private final TailRecords lastBlockRecords = new TailRecords();

    private int lastBlock;
    long payloadBytes;
    long earliestNanos = Long.MAX_VALUE;
    long latestNanos = Long.MIN_VALUE;
    /** Of the records that are not before {@link #slotStartNanos}. */
    long slotEarliestNanos = Long.MAX_VALUE;

    long slotStartNanos = Long.MIN_VALUE;
    /** A shard was read up to a record that is past the slot. */
    boolean metSlotEnd;

    long startedNanos;
    long submittedNanos;
    long waitedNanos;
    long writeNanos;

    @Nullable
    Throwable failure;
    /** Its frames may be freed. */
    boolean committed;

    Batch(EventFlush event, LiveFile file, Staging staging, int shards) {
        this.event = event;
        this.file = file;
        this.staging = staging;
        this.shards = shards;
        ends = new long[shards];
    }

    /** Counts the record that has just been put into the staging area, or is written from where it stands. */
    void count(long timestampNanos, int bytes) {
        records++;
        int end = staging.end();
        int block = end & -LiveFile.BLOCK_BYTES;
        if (end == block || block != lastBlock) {
            lastBlockRecords.clear();
        }
        if (end != block) {
            lastBlockRecords.add(end - block);
        }
        lastBlock = block;
        payloadBytes += bytes;
        if (EventTime.isKnown(timestampNanos)) {
            earliestNanos = Math.min(earliestNanos, timestampNanos);
            latestNanos = Math.max(latestNanos, timestampNanos);
            if (timestampNanos >= slotStartNanos) {
                slotEarliestNanos = Math.min(slotEarliestNanos, timestampNanos);
            }
        }
    }

    /** Neither records, which may be empty, nor bytes kept back. */
    boolean isEmpty() {
        return records == 0 && staging.bytes() == 0;
    }

    /** Leaves the bytes behind the last block boundary to the next batch, if this one goes out in whole blocks. */
    void keepBackPartialBlock() {
        int partial = staging.end() % LiveFile.BLOCK_BYTES;
        if (largeBytes() == 0 && partial < staging.bytes() && file.writesDirectly(staging.bytes())) {
            tailLength = partial;
        }
    }

    /** Records of which not all bytes are in the file once the batch is written, though they are committed with it. */
    TailRecords tailRecords() {
        return tailLength == 0 ? NO_RECORDS : lastBlockRecords;
    }

    /** The staging area begins with what the batch before keeps back: these records end in it. */
    void takeOver(TailRecords tailRecords) {
        lastBlockRecords.copy(tailRecords);
    }

    /** Bytes by which the file is longer once the batch is written whole. */
    long fileBytes() {
        return (long) staging.bytes() - tailLength + largeBytes();
    }

    /** Length of the one record that is written from where it stands; 0 without one, since such a record is never empty. */
    int largeBytes() {
        if (oversize != null) {
            return oversize.length();
        }
        return large == null ? 0 : large.remaining();
    }

    /** The batch is not in the file: the caller of its oversize record may have it back, if none of the record's bytes is among those that landed. */
    void giveBackOversize(long landedBytes) {
        if (oversize != null && landedBytes <= staging.bytes()) {
            oversize.putBack();
        }
    }

    /** Counts a batch that has been committed at {@code now}. */
    void countIn(EventCounters counters, long now) {
        if (isEmpty()) {
            return;
        }
        counters.add(Counter.BYTES, payloadBytes);
        counters.increment(Counter.FLUSHES);
        counters.add(Counter.FLUSH_NANOS, now - startedNanos);
        counters.raise(Counter.FLUSH_NANOS_MAX, now - startedNanos);
        counters.increment(Counter.WRITES);
        counters.add(Counter.WRITE_NANOS, writeNanos);
        counters.raise(Counter.WRITE_NANOS_MAX, writeNanos);
        counters.add(Counter.WAIT_NANOS, waitedNanos);
        counters.raise(Counter.WAIT_NANOS_MAX, waitedNanos);
    }

    /** Write thread: writes what is to be written, and keeps a failure for the flush thread. Throws nothing (R1), and allocates nothing but what the file does. */
    void write() {
        long began = System.nanoTime();
        waitedNanos = began - submittedNanos;
        try {
            requireFile();
            long staged = (long) staging.bytes() - tailLength;
            if (alreadyWritten < staged) {
                file.append(staging.memory(), staging.start() + (int) alreadyWritten, (int) (staged - alreadyWritten));
            }
            if (largeBytes() > 0) {
                writeLarge(Math.max(0, alreadyWritten - staged));
            }
            if (sync) {
                file.sync();
            }
            requireFile();
        } catch (Throwable e) {
            failure = e;
            if (!(e instanceof Error)) {
                file.stands(); // its absence may be the cause
            }
        }
        writeNanos = System.nanoTime() - began;
    }

    /** What goes to a file that others have taken away or cut would be in no sealed file. */
    private void requireFile() throws IOException {
        if (!file.stands()) {
            throw new IOException("the file does not stand any more");
        }
    }

    private void writeLarge(long from) throws IOException {
        ByteBuffer memory = staging.memory();
        int at = (int) from;
        int total = largeBytes();
        while (at < total) {
            // in step with the file's blocks, so that whole blocks can go out directly
            int start = (int) (file.position() % LiveFile.BLOCK_BYTES);
            int length = Math.min(memory.capacity() - start, total - at);
            if (oversize != null) {
                oversize.copy(at, memory, start, length);
            } else if (large != null) {
                memory.put(start, large, at, length);
            }
            file.append(memory, start, length);
            at += length;
        }
    }
}

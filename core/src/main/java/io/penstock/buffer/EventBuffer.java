package io.penstock.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All memory of one event: its ticket counter and its shards. Any thread appends; the flush thread reads through {@link #readers} and closes.
 *
 * <p>Strict order: one ticket counter, and any shard for any thread, since the merge goes by ticket. Thread order: a counter per shard, which only counts, and a thread keeps its shard as
 * long as the event is open.
 *
 * <p>Why merging the shards as queues, by the tickets at their heads, keeps I4: let append A return before append B begins, and let B be the head that is chosen. If A is still to come, its
 * shard has a head H, at or before A, with a greater ticket than B's. H was claimed no later than A, so it took its ticket before B took its own: a contradiction.
 */
public final class EventBuffer {
    private static final byte[] NO_BYTES = new byte[0];
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final BufferPool pool;
    private final boolean strict;
    private final int maxShards;
    private final int maxFrameBytes;
    private final ControlPage control;
    private final PaddedLong[] tickets;
    private final PaddedLong unplaced = new PaddedLong();
    private final Map<Long, OversizeRecord> oversize = new ConcurrentHashMap<>();
    /** Changed under {@link #memory}'s monitor. */
    private volatile Shard[] shards;
    /** Guarded by itself. */
    private final List<ByteBuffer> memory = new ArrayList<>();
    /** Guarded by {@link #memory}. */
    private boolean closed;
    /** Guarded by {@link #tickets}. */
    private long failed;
    /** Flush thread only. */
    private ShardReader[] readers = {};

    private EventBuffer(BufferPool pool, boolean strict, int maxShards, ByteBuffer first, ControlPage control) {
        this.pool = pool;
        this.strict = strict;
        this.maxShards = maxShards;
        this.control = control;
        shards = new Shard[] {new Shard(first)};
        memory.add(first);
        maxFrameBytes = shards[0].capacity() / 2;
        tickets = new PaddedLong[strict ? 1 : maxShards];
        for (int i = 0; i < tickets.length; i++) {
            tickets[i] = new PaddedLong();
        }
    }

    /**
     * Opens an event's memory: one shard; in thread order at once all that the pool allows, since a thread's shard must not change later.
     *
     * @param shardBytes both buffers of one shard; less is taken where the pool has less
     * @param keepFree bytes that must be left in the pool
     * @return null when the pool has no memory left
     */
    public static @Nullable EventBuffer open(
            BufferPool pool, boolean strict, int maxShards, long shardBytes, long keepFree) {
        ByteBuffer page = pool.take(ControlPageLayout.BYTES, keepFree);
        if (page == null) {
            return null;
        }
        ByteBuffer first = pool.takeShard(shardBytes, keepFree);
        if (first == null) {
            pool.give(page);
            return null;
        }
        EventBuffer buffer = new EventBuffer(pool, strict, maxShards, first, new ControlPage(page));
        boolean more = !strict;
        while (more) {
            more = buffer.addShard(keepFree);
        }
        return buffer;
    }

    /** What opening takes at the least, with one shard of this size. */
    public static long leastBytes(long shardBytes) {
        return Math.max(BufferPool.MIN_SHARD_BYTES, shardBytes) + ControlPageLayout.BYTES;
    }

    /**
     * Places one record. Any thread; no lock, no allocation, no system call. Whatever is thrown (a stack overflow, say): the record is not placed, and counted as such.
     *
     * @param length at most what {@link #isOversize} allows
     */
    public Placed append(long timestampNanos, byte[] bytes, int offset, int length) {
        Shard[] open = shards;
        int home = home(open.length);
        PaddedLong counter = tickets[strict ? 0 : home];
        int size = (int) FrameLayout.sizeOf(length);
        long ticket = -1;
        try {
            ticket = counter.getAndAdd(1);
            Placed placed = open[home].append(size, FrameLayout.DATA, ticket, timestampNanos, bytes, offset, length);
            for (int i = 1; placed == Placed.FULL && strict && i < open.length; i++) {
                placed = open[(home + i) % open.length].append(
                        size, FrameLayout.DATA, ticket, timestampNanos, bytes, offset, length);
            }
            if (placed == Placed.FULL || placed == Placed.CLOSED) {
                unplaced.getAndAdd(1);
            }
            return placed;
        } catch (Throwable failure) {
            if (ticket >= 0) {
                // needs no stack, unlike a call
                synchronized (tickets) {
                    failed++;
                }
            }
            throw failure;
        }
    }

    /** Places the frame of an oversize record. Any thread; the caller then awaits the record. */
    public Placed append(long timestampNanos, OversizeRecord record) {
        Shard[] open = shards;
        int home = home(open.length);
        long ticket = tickets[strict ? 0 : home].getAndAdd(1);
        Long key = key(home, ticket);
        oversize.put(key, record);
        Placed placed = open[home].append(
                FrameLayout.HEADER_BYTES, FrameLayout.OVERSIZE, ticket, timestampNanos, NO_BYTES, 0, 0);
        if (placed == Placed.FULL || placed == Placed.CLOSED) {
            oversize.remove(key);
            unplaced.getAndAdd(1);
        }
        return placed;
    }

    /** Whether a record of this length has a frame larger than half of one buffer. */
    public boolean isOversize(int length) {
        return FrameLayout.sizeOf(length) > maxFrameBytes;
    }

    /** Records placed so far, those included that are being placed at this moment. */
    public long accepted() {
        long taken = -unplaced.getVolatile();
        for (PaddedLong counter : tickets) {
            taken += counter.getVolatile();
        }
        synchronized (tickets) {
            return taken - failed;
        }
    }

    /** Strict order: the next ticket. Everything whose append returned before this call has a smaller one. */
    public long cut() {
        return strict ? tickets[0].getVolatile() : Long.MAX_VALUE - 1;
    }

    public boolean isStrict() {
        return strict;
    }

    /** Flush thread: a reader per open shard. Call it after {@link #cut}, so that no shard is missed that holds something older. */
    public ShardReader[] readers() {
        Shard[] open = shards;
        if (open.length > readers.length) {
            ShardReader[] more = new ShardReader[open.length];
            for (int i = 0; i < open.length; i++) {
                more[i] = i < readers.length ? readers[i] : new ShardReader(open[i], i);
            }
            readers = more;
        }
        return readers;
    }

    /** Flush thread: the record that the oversize frame at this reader's head stands for; null when it was written or withdrawn before. */
    public @Nullable OversizeRecord oversize(ShardReader head, long ticket) {
        return oversize.get(key(head.index(), ticket));
    }

    /** Flush thread: the record is in the file. */
    public void forgetOversize(ShardReader head, long ticket) {
        oversize.remove(key(head.index(), ticket));
    }

    /** Flush thread: the record has been taken back by its caller; its frame stands for nothing, and it was not accepted. */
    public void withdrawn(ShardReader head, long ticket) {
        oversize.remove(key(head.index(), ticket));
        unplaced.getAndAdd(1);
    }

    /** The event's durable state; flush thread only. */
    public ControlPage control() {
        return control;
    }

    /** Flush thread: writers have been in each other's way, and there may be one more shard. */
    public boolean wantsShard() {
        boolean contended = false;
        for (Shard shard : shards) {
            contended |= shard.takeContended();
        }
        return contended && strict && shards.length < maxShards;
    }

    /** Adds a shard. Any thread but an appending one: mapping memory takes milliseconds. False when there is no memory or no place for it. */
    public boolean addShard(long keepFree) {
        Shard[] before = shards;
        if (before.length >= maxShards) {
            return false;
        }
        ByteBuffer more = pool.take(before[0].capacity() * 2, keepFree);
        if (more == null) {
            return false;
        }
        synchronized (memory) {
            boolean added = !closed && shards == before;
            if (added) {
                memory.add(more);
                Shard[] after = java.util.Arrays.copyOf(before, before.length + 1);
                after[before.length] = new Shard(more);
                shards = after;
            } else {
                pool.give(more);
            }
            return added;
        }
    }

    /** Open shards. */
    public int shardCount() {
        return shards.length;
    }

    /** Memory the event holds. */
    public long memoryBytes() {
        synchronized (memory) {
            return memory.stream().mapToLong(ByteBuffer::capacity).sum() + ControlPageLayout.BYTES;
        }
    }

    /** Flush thread: every append that begins after this finds the event closed. What is claimed before is still to be read. */
    public void close() {
        synchronized (memory) {
            closed = true;
            for (Shard shard : shards) {
                shard.close();
            }
        }
    }

    /** Flush thread: everything that was placed is committed. */
    public boolean isDrained() {
        for (ShardReader reader : readers()) {
            if (!reader.isDrained()) {
                return false;
            }
        }
        return true;
    }

    /** Flush thread: gives the memory back. Only when closed and drained, so that nobody writes to it any more. */
    public void release() {
        for (ShardReader reader : readers()) {
            reader.wipe();
        }
        synchronized (memory) {
            memory.forEach(pool::give);
            memory.clear();
        }
        pool.give(control.wipe());
    }

    /**
     * Flush thread, when the event is given up with records in it: wakes who waits for an oversize one. The memory stays unused, as a writer may still be in it.
     *
     * @return how many oversize records had been accepted
     */
    public long abandon() {
        long kept = oversize.values().stream().filter(OversizeRecord::abandon).count();
        oversize.clear();
        return kept;
    }

    private int home(int openShards) {
        long spread = (Thread.currentThread().getId() * GOLDEN_RATIO) >>> 32;
        return (int) ((spread * openShards) >>> 32);
    }

    private Long key(int shard, long ticket) {
        return strict ? ticket : ticket * maxShards + shard;
    }
}

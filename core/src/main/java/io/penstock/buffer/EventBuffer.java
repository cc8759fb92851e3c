package io.penstock.buffer;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    /** What an event takes beside its shards. */
    public static final int CONTROL_BYTES = ControlPageLayout.BYTES;

    private static final byte[] NO_BYTES = new byte[0];
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    /** A further shard is larger than the largest by this factor, until it has the full size. */
    private static final int GROWTH = 8;
    /** How often the shards may be swapped in a second before the event gets more memory. */
    private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After the pool had no memory for a further shard. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BufferPool pool;
    private final boolean strict;
    private final Shape shape;
    private final ControlPage control;
    private final PaddedLong[] tickets;
    private final PaddedLong unplaced = new PaddedLong();
    private final Map<Long, OversizeRecord> oversize = new ConcurrentHashMap<>();
    /** Changed under {@link #memory}'s monitor. */
    private volatile Shards shards;
    /** Guarded by itself. */
    private final List<ByteBuffer> memory = new ArrayList<>();
    /** Guarded by {@link #memory}. */
    private boolean closed;
    /** Guarded by {@link #tickets}. */
    private long failed;
    /** Flush thread only, as the next two are. */
    private ShardReader[] readers = {};

    private int lastSwaps;
    private long lastSwapNanos = System.nanoTime();
    /** A record found no room, or would fit a larger shard. Set by any thread, read and reset by the flush thread. */
    private volatile boolean pressed;
    /** No memory for a further shard before this. */
    private volatile long growAgainNanos = lastSwapNanos;

    /**
     * How much memory an event takes. In strict order it begins with one shard of {@code startBytes}, and gets further
     * ones when records find no room, buffers fill in less than a second, or threads get into each other's way.
     *
     * @param shards that threads write to at the same time, at most
     * @param startBytes of the first shard, both buffers; in thread order of each
     * @param shardBytes of a shard of full size
     * @param totalBytes of all shards, at most
     */
    public record Shape(int shards, long startBytes, long shardBytes, long totalBytes) {}

    private EventBuffer(BufferPool pool, boolean strict, Shape shape, ByteBuffer first, ControlPage control) {
        this.pool = pool;
        this.strict = strict;
        this.shape = shape;
        this.control = control;
        shards = new Shards(new Shard[] {new Shard(first)}, shape.shards);
        memory.add(first);
        tickets = new PaddedLong[strict ? 1 : shape.shards];
        for (int i = 0; i < tickets.length; i++) {
            tickets[i] = new PaddedLong();
        }
    }

    /** Opens an event's memory with shards of one size: the first at once, in thread order all that the pool allows. */
    public static @Nullable EventBuffer open(
            BufferPool pool, boolean strict, int maxShards, long shardBytes, long keepFree) {
        return open(pool, strict, new Shape(maxShards, shardBytes, shardBytes, maxShards * shardBytes), keepFree);
    }

    /**
     * Opens an event's memory: one shard; in thread order at once all that the pool allows, since a thread's shard must not change later.
     *
     * @param shape less is taken where the pool has less
     * @param keepFree bytes that must be left in the pool
     * @return null when the pool has no memory left
     */
    public static @Nullable EventBuffer open(BufferPool pool, boolean strict, Shape shape, long keepFree) {
        ByteBuffer page = pool.take(ControlPageLayout.BYTES, keepFree);
        if (page == null) {
            return null;
        }
        ByteBuffer first = pool.takeShard(shape.startBytes, keepFree);
        if (first == null) {
            pool.give(page);
            return null;
        }
        EventBuffer buffer = new EventBuffer(pool, strict, shape, first, new ControlPage(page));
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
        Shards open = shards;
        int home = home(open.homes.length);
        PaddedLong counter = tickets[strict ? 0 : home];
        int size = (int) FrameLayout.sizeOf(length);
        long ticket = -1;
        try {
            ticket = counter.getAndAdd(1);
            Placed placed =
                    open.homes[home].append(size, FrameLayout.DATA, ticket, timestampNanos, bytes, offset, length);
            for (int i = 0; placed == Placed.FULL && strict && i < open.all.length; i++) {
                // the latest, and so the largest, first
                placed = open.all[open.all.length - 1 - i].append(
                        size, FrameLayout.DATA, ticket, timestampNanos, bytes, offset, length);
            }
            if (placed == Placed.FULL && !pressed) {
                pressed = true;
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
        Shards open = shards;
        if (FrameLayout.sizeOf(record.length()) <= shape.shardBytes / 4) {
            pressed = true; // a shard of full size would take it
        }
        int home = home(open.homes.length);
        long ticket = tickets[strict ? 0 : home].getAndAdd(1);
        Long key = key(home, ticket);
        oversize.put(key, record);
        Placed placed = open.homes[home].append(
                FrameLayout.HEADER_BYTES, FrameLayout.OVERSIZE, ticket, timestampNanos, NO_BYTES, 0, 0);
        if (placed == Placed.FULL || placed == Placed.CLOSED) {
            oversize.remove(key);
            unplaced.getAndAdd(1);
        }
        return placed;
    }

    /** Whether a record of this length has a frame larger than half of any buffer that is open now. */
    public boolean isOversize(int length) {
        return FrameLayout.sizeOf(length) > shards.maxFrameBytes;
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
        Shard[] open = shards.all;
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

    /** Flush thread: there may be one more shard, and it would help. Asked after each swap. */
    public boolean wantsShard() {
        Shards open = shards;
        boolean contended = false;
        for (Shard shard : open.all) {
            contended |= shard.takeContended();
        }
        long now = System.nanoTime();
        boolean quickly = fillsQuickly(now);
        boolean full = pressed || quickly;
        pressed = false;
        return strict
                && (full || (contended && open.homes.length < shape.shards))
                && furtherBytes(open) > 0
                && now - growAgainNanos >= 0;
    }

    /** A record found no room: whether one more shard may be had, without waiting for the flush thread, which a slow disk may hold up. Any thread. */
    public boolean mayGrow() {
        return strict && furtherBytes(shards) > 0 && System.nanoTime() - growAgainNanos >= 0;
    }

    /** Buffers are swapped more often than an event with room for a second's records would have to. */
    private boolean fillsQuickly(long now) {
        int swaps = 0;
        for (ShardReader reader : readers) {
            swaps += reader.swaps();
        }
        boolean quickly = swaps != lastSwaps && now - lastSwapNanos < QUICK_NANOS;
        if (swaps != lastSwaps) {
            lastSwaps = swaps;
            lastSwapNanos = now;
        }
        return quickly;
    }

    /** Bytes of the next shard; 0 when there may be none. */
    private long furtherBytes(Shards open) {
        if (!strict) {
            return open.all.length < shape.shards ? open.largestBytes : 0;
        }
        long wanted = Math.min(shape.shardBytes, (long) GROWTH * open.largestBytes);
        long allowed = Math.min(wanted, shape.totalBytes - open.bytes) & -2L * Platform.PAGE_BYTES;
        boolean worthwhile = allowed >= leastFurtherBytes(open);
        return worthwhile && open.all.length < ControlPageLayout.MAX_SHARDS ? allowed : 0;
    }

    private static long leastFurtherBytes(Shards open) {
        return Math.max(BufferPool.MIN_SHARD_BYTES, open.largestBytes / Shards.LEAST_PART);
    }

    /** Adds a shard. Any thread but an appending one: mapping memory takes milliseconds. False when there is no memory or no place for it. */
    public boolean addShard(long keepFree) {
        Shards before = shards;
        long wanted = furtherBytes(before);
        if (wanted == 0) {
            return false;
        }
        long least = strict ? leastFurtherBytes(before) : wanted;
        long bytes = strict ? Math.min(wanted, pool.availableBytes(keepFree) & -2L * Platform.PAGE_BYTES) : wanted;
        ByteBuffer more = pool.takeShard(bytes, least, keepFree);
        if (more == null) {
            growLater();
            return false;
        }
        boolean added = false;
        try {
            Shards after = before.with(new Shard(more), shape.shards);
            synchronized (memory) {
                if (!closed && shards == before) {
                    memory.add(more);
                    shards = after;
                    added = true;
                }
            }
        } finally {
            if (!added) {
                pool.give(more);
            }
        }
        return added;
    }

    /** What a further shard takes cannot be had now: it is not asked for again before a pause. */
    public void growLater() {
        growAgainNanos = System.nanoTime() + PAUSE_NANOS;
    }

    /** Open shards. */
    public int shardCount() {
        return shards.all.length;
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
            for (Shard shard : shards.all) {
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
        return strict ? ticket : ticket * shape.shards + shard;
    }
}

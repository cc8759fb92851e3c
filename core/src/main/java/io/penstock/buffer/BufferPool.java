package io.penstock.buffer;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one pipeline's buffers, within its bound (I13). Any thread; never called on the append path but for the
 * first record of an event.
 *
 * <p>Whatever the sizes asked for before, a request is served while used memory, request and {@code keepFree} fit the
 * bound together, and the system has the memory:
 * <ol>
 *   <li>Memory that is given back stays mapped and serves the next request of exactly its size.</li>
 *   <li>Where free memory of other sizes stands in the way of a request, it goes back to the system, the largest first.
 *   <li>Where the system refuses memory, a larger free piece is split. The system is then not asked for as much again
 *       until {@link #PAUSE_NANOS} have passed: a refusal can take half a second (the JDK collects garbage first).</li>
 *   <li>As many free bytes as {@code keepFree} are left to those they are kept for, even where the system refuses more.
 * </ol>
 */
public final class BufferPool {
    /** The smallest piece that is worth a shard. */
    public static final int MIN_SHARD_BYTES = 16 * 1024;

    /** How long the system is not asked again for what it has refused, nanoseconds. */
    public static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long ALIGNMENT = Platform.PAGE_BYTES;

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();
    private final long maxBytes;
    private final Platform platform;
    private final LongSupplier nanoTime;
    private long freeBytes;
    private long usedBytes;
    private boolean closed;
    /** The least number of bytes that the system refused, at {@link #refusedNanos}; no bytes is no refusal. */
    private int refusedBytes;

    private long refusedNanos;
    private @Nullable String refusal;

    /** A pool of this machine's memory. */
    public BufferPool(long maxBytes) {
        this(maxBytes, Platform.get(), System::nanoTime);
    }

    BufferPool(long maxBytes, Platform platform, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.platform = platform;
        this.nanoTime = nanoTime;
    }

    /** As {@link #takeShard(long, long, long)}, down to {@link #MIN_SHARD_BYTES}. */
    public @Nullable ByteBuffer takeShard(long bytes, long keepFree) {
        return takeShard(bytes, MIN_SHARD_BYTES, keepFree);
    }

    /**
     * Zeroed memory of this size, or of a smaller one, halved down to {@code leastBytes}, while bound or system allow no more.
     *
     * @param keepFree bytes that must still be available afterwards
     * @return null when even the least is not to be had
     */
    public @Nullable ByteBuffer takeShard(long bytes, long leastBytes, long keepFree) {
        lock.lock();
        try {
            for (long size = bytes; size >= leastBytes; size = size / 2 & -ALIGNMENT) {
                ByteBuffer memory = takeExactly((int) size, keepFree);
                if (memory != null) {
                    return memory;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Zeroed memory of exactly this size, or null. */
    public @Nullable ByteBuffer take(int bytes, long keepFree) {
        lock.lock();
        try {
            return takeExactly(bytes, keepFree);
        } finally {
            lock.unlock();
        }
    }

    /**
     * So many pieces of one size, halved down to {@code leastBytes} while they are not to be had together.
     *
     * @throws OutOfMemoryError not even the least is to be had; says why
     */
    public List<ByteBuffer> takeEqual(int count, int bytes, int leastBytes) {
        for (int size = bytes; size >= leastBytes; size = size / 2 & (int) -ALIGNMENT) {
            List<ByteBuffer> pieces = new ArrayList<>();
            ByteBuffer memory = take(size, 0);
            while (memory != null && pieces.size() < count - 1) {
                pieces.add(memory);
                memory = take(size, 0);
            }
            if (memory != null) {
                pieces.add(memory);
                return pieces;
            }
            pieces.forEach(this::give);
        }
        throw new OutOfMemoryError(refusal().orElse(count + " times " + leastBytes + " bytes of " + maxBytes));
    }

    /** Maps memory of this size ahead, if it can be had, so that it is there even where the system refuses more later. */
    public void keepReady(int bytes) {
        lock.lock();
        try {
            ByteBuffer memory = usedBytes + freeBytes + bytes <= maxBytes ? map(bytes) : null;
            if (memory != null) {
                addFree(memory);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes memory back; it must be zeroed, and nobody may write to it or read from it any more. */
    public void give(ByteBuffer memory) {
        lock.lock();
        try {
            usedBytes -= memory.capacity();
            if (closed) {
                platform.release(memory);
            } else {
                addFree(memory);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives what is free back to the system, and what is still to be given back as it comes. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            releaseFreeDownTo(0);
        } finally {
            lock.unlock();
        }
    }

    /** Memory taken and not given back. */
    public long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** What bound and system leave to be taken, as far as that can be told, if {@code keepFree} shall be left of it; not negative. */
    public long availableBytes(long keepFree) {
        long mappable = platform.mappableBytes();
        lock.lock();
        try {
            long ofSystem = mappable < maxBytes ? mappable + freeBytes : maxBytes;
            return Math.max(0, Math.min(maxBytes - usedBytes, ofSystem) - keepFree);
        } finally {
            lock.unlock();
        }
    }

    /** What the system said when it refused memory the last time, if it has not given as much since. */
    public Optional<String> refusal() {
        lock.lock();
        try {
            return refusedBytes == 0 ? Optional.empty() : Optional.ofNullable(refusal);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ByteBuffer takeExactly(int bytes, long keepFree) {
        if (usedBytes + bytes + keepFree > maxBytes) {
            return null;
        }
        boolean mayTakeFree = freeBytes - bytes >= keepFree;
        ByteBuffer memory = mayTakeFree ? pollFree(bytes) : null;
        if (memory == null) {
            memory = map(bytes);
        }
        if (memory == null && mayTakeFree) {
            memory = split(bytes);
        }
        if (memory != null) {
            usedBytes += bytes;
        }
        return memory;
    }

    private @Nullable ByteBuffer map(int bytes) {
        boolean wasRefused = refusedBytes > 0 && bytes >= refusedBytes;
        if (wasRefused && nanoTime.getAsLong() - refusedNanos < PAUSE_NANOS) {
            return null;
        }
        releaseFreeDownTo(maxBytes - usedBytes - bytes);
        try {
            ByteBuffer memory = platform.map(bytes);
            if (wasRefused) {
                refusedBytes = 0;
            }
            return memory;
        } catch (OutOfMemoryError e) {
            refusedBytes = bytes;
            refusedNanos = nanoTime.getAsLong();
            refusal = e.getMessage();
            return null;
        }
    }

    /** The beginning of a larger free piece. */
    private @Nullable ByteBuffer split(int bytes) {
        Map.Entry<Integer, Deque<ByteBuffer>> larger = free.higherEntry(bytes);
        ByteBuffer whole = larger == null ? null : pollFree(larger.getKey());
        if (whole == null) {
            return null;
        }
        addFree(whole.slice(bytes, whole.capacity() - bytes).order(whole.order()));
        return whole.slice(0, bytes).order(whole.order());
    }

    private void addFree(ByteBuffer memory) {
        free.computeIfAbsent(memory.capacity(), size -> new ArrayDeque<>()).push(memory);
        freeBytes += memory.capacity();
    }

    private @Nullable ByteBuffer pollFree(int bytes) {
        Deque<ByteBuffer> same = free.get(bytes);
        if (same == null) {
            return null;
        }
        ByteBuffer memory = same.pop();
        if (same.isEmpty()) {
            free.remove(bytes);
        }
        freeBytes -= bytes;
        return memory;
    }

    private void releaseFreeDownTo(long bytes) {
        while (freeBytes > bytes && !free.isEmpty()) {
            ByteBuffer memory = pollFree(free.lastKey());
            if (memory != null) {
                platform.release(memory);
            }
        }
    }
}

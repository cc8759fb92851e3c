package io.penstock.buffer;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one pipeline's buffers, within its bound (I13). What is mapped is never unmapped: a closed event's memory waits here for the next event, a closed pipeline's in a list
 * that all pipelines of the JVM share. Any thread; never called on the append path but for the first record of an event.
 */
public final class BufferPool {
    /** The smallest piece that is worth a shard. */
    public static final int MIN_SHARD_BYTES = 16 * 1024;

    private static final long ALIGNMENT = 4096;

    private static final FreeList LEFT_BY_CLOSED_PIPELINES = new FreeList();

    private final ReentrantLock lock = new ReentrantLock();
    private final FreeList free = new FreeList();
    private final long maxBytes;
    private long mappedBytes;
    private long usedBytes;
    private boolean closed;

    public BufferPool(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Zeroed memory of this size, or of a smaller one, halved down to {@link #MIN_SHARD_BYTES}, while the bound allows no more.
     *
     * @param keepFree bytes that must still be available afterwards
     * @return null when the bound allows nothing
     */
    public @Nullable ByteBuffer takeShard(long bytes, long keepFree) {
        lock.lock();
        try {
            for (long size = bytes; size >= MIN_SHARD_BYTES; size = size / 2 & -ALIGNMENT) {
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

    /** Takes memory back; it must be zeroed, and nobody may write to it any more. */
    public void give(ByteBuffer memory) {
        lock.lock();
        try {
            usedBytes -= memory.capacity();
            (closed ? LEFT_BY_CLOSED_PIPELINES : free).add(memory);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves what is free to the pipelines to come. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            free.drainTo(LEFT_BY_CLOSED_PIPELINES);
        } finally {
            lock.unlock();
        }
    }

    public long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ByteBuffer takeExactly(int bytes, long keepFree) {
        if (usedBytes + bytes + keepFree > maxBytes) {
            return null;
        }
        ByteBuffer memory = free.poll(bytes);
        if (memory == null && mappedBytes + bytes <= maxBytes) {
            memory = LEFT_BY_CLOSED_PIPELINES.poll(bytes);
            if (memory == null) {
                memory = Platform.get().map(bytes);
            }
            mappedBytes += bytes;
        }
        if (memory != null) {
            usedBytes += bytes;
        }
        return memory;
    }

    /** Free memory by size. */
    private static final class FreeList {
        private final NavigableMap<Integer, Deque<ByteBuffer>> bySize = new TreeMap<>();

        synchronized void add(ByteBuffer memory) {
            bySize.computeIfAbsent(memory.capacity(), size -> new ArrayDeque<>())
                    .push(memory);
        }

        synchronized @Nullable ByteBuffer poll(int bytes) {
            Deque<ByteBuffer> same = bySize.get(bytes);
            return same == null ? null : same.poll();
        }

        synchronized void drainTo(FreeList other) {
            bySize.values().forEach(all -> all.forEach(other::add));
            bySize.clear();
        }
    }
}

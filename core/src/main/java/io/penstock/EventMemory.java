package io.penstock;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.config.BufferConfig;
import io.penstock.config.MemoryConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RoutingConfig;
import io.penstock.flush.FlushThread;
import io.penstock.route.Router;
import io.penstock.status.Reports;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How one pipeline's memory is shared among its events (I13). Any thread.
 *
 * <ul>
 *   <li>An event begins with {@link #MAX_START_BYTES}, or with a {@link #START_SHARE}th of what is left, and grows under load: so there is always something left for one more.
 *   <li>Growing leaves room for the events that {@code maxEvents} still allows, up to a {@link #PLACES_SHARE}th of the bound.
 *   <li>The default and the overflow event have their memory kept ready: all other records can fall back to them.
 *   <li>What the system refuses is treated like what the bound does not allow, and asked for again after a pause.
 * </ul>
 */
final class EventMemory {
    private static final int BLOCK_BYTES = 4096;
    private static final long SHARD_ALIGNMENT = 2 * BLOCK_BYTES;
    /** Two buffers of 256 KB. */
    private static final long MAX_START_BYTES = 512 * 1024;

    private static final int START_SHARE = 16;
    private static final int PLACES_SHARE = 4;

    private static final long MAX_RESERVED_BYTES = 256 * 1024;
    private static final int RESERVED_SHARE = 256;

    private static final int MIN_STAGING_BYTES = 32 << 10;
    private static final int STAGING_SHARE = 16;
    /** A buffer's positions are ints. */
    private static final long MOST_SHARD_BYTES = (1L << 31) - SHARD_ALIGNMENT;

    private final Reports reports;
    private final long maxBytes;
    /** The bound, or what the system was ready to give at the start. */
    private final long shared;

    private final BufferPool pool;
    private final FlushThread flushThread;
    private final Set<LiveEvent> growing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lookingAgain = new AtomicBoolean();
    private final ScheduledExecutorService background;

    /**
     * Takes the staging areas, and what is kept ready.
     *
     * @throws IOException the system refuses even the least; names the settings
     */
    EventMemory(MemoryConfig config, Reports reports) throws IOException {
        this.reports = reports;
        maxBytes = config.maxMemoryBytes();
        pool = new BufferPool(maxBytes);
        shared = pool.availableBytes(0);
        flushThread = flushThread(reports);
        for (int i = 0; i < 2; i++) {
            pool.keepReady(EventBuffer.CONTROL_BYTES);
            pool.keepReady((int) reservedBytes());
        }
        background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "penstock-memory");
            thread.setDaemon(true);
            return thread;
        });
    }

    private FlushThread flushThread(Reports reports) throws IOException {
        long wanted = Math.max(
                MIN_STAGING_BYTES,
                Math.min(FlushThread.MAX_STAGING_BYTES, pool.availableBytes(0) / STAGING_SHARE & -BLOCK_BYTES));
        try {
            return new FlushThread(pool, (int) wanted, MIN_STAGING_BYTES, reports);
        } catch (OutOfMemoryError e) {
            pool.close();
            throw new IOException("no memory to write files with: " + refused(e.getMessage()), e);
        }
    }

    FlushThread flushThread() {
        return flushThread;
    }

    long usedBytes() {
        return pool.usedBytes();
    }

    /** Memory for an event; null, and a warning, when there is none. Under the router's lock. */
    @Nullable
    EventBuffer open(String name, PenstockConfig now, Router<LiveEvent> router) {
        BufferConfig size = now.event(name).buffer();
        boolean strict = now.memory().order() == MemoryConfig.Order.STRICT;
        long keepFree = reserve(name, now.routing(), router);
        EventBuffer buffer = EventBuffer.open(pool, strict, shape(name, now, strict, keepFree), keepFree);
        if (buffer == null) {
            String overflow = now.routing().overflowEvent();
            reports.warn(
                    "memory",
                    "event " + name + " gets no memory, its records go to " + overflow + ": "
                            + pool.refusal().map(EventMemory::refused).orElseGet(() -> usedUp(size)));
            pool.refusal().ifPresent(unused -> lookAgainLater(router));
        }
        return buffer;
    }

    private EventBuffer.Shape shape(String name, PenstockConfig now, boolean strict, long keepFree) {
        BufferConfig size = now.event(name).buffer();
        long full = Math.max(
                BufferPool.MIN_SHARD_BYTES,
                Math.min(MOST_SHARD_BYTES, size.sizeBytes() / size.shards() & -SHARD_ALIGNMENT));
        long share = pool.availableBytes(keepFree) / START_SHARE;
        // in thread order an event cannot grow: a thread keeps its shard
        long start = !strict
                ? share / size.shards()
                : isReserved(name, now.routing()) ? reservedBytes() : Math.min(share, MAX_START_BYTES);
        long first = Math.min(full, Math.max(BufferPool.MIN_SHARD_BYTES, start & -SHARD_ALIGNMENT));
        return new EventBuffer.Shape(size.shards(), first, full, Math.max(full, size.sizeBytes()));
    }

    /** Why there is no more memory, where the bound says so. */
    String usedUp(BufferConfig size) {
        return "maxMemory=\"" + (maxBytes >> 10) + " KB\" is used up. Raise maxMemory, or lower size ("
                + (size.sizeBytes() >> 10) + " KB) or maxEvents";
    }

    /** Why there is none at all for a record, not even in the overflow event. */
    String missing(BufferConfig size) {
        return pool.refusal().map(EventMemory::refused).orElseGet(() -> usedUp(size));
    }

    private static String refused(@Nullable String cause) {
        return "the system refuses memory (" + cause + "), and is asked again in "
                + TimeUnit.NANOSECONDS.toSeconds(BufferPool.PAUSE_NANOS)
                + " s. Lower maxMemory or size of EventBuffer, or allow more: -XX:MaxDirectMemorySize where JNA is not on the class path, else"
                + " ulimit -v or the container's limit";
    }

    /** Gives the event one more shard, on a thread of its own. Any thread; throws nothing. */
    void grow(LiveEvent event, PenstockConfig now, Router<LiveEvent> router) {
        try {
            if (!background.isShutdown() && growing.add(event)) {
                background.execute(() -> growNow(event, now, router));
            }
        } catch (Throwable e) {
            // a thread that cannot be had, say: the event goes on with the shards it has, and asks again
            growing.remove(event);
            event.buffer().growLater();
            reports.failure("Adding memory to event", event.name(), e);
        }
    }

    private void growNow(LiveEvent event, PenstockConfig now, Router<LiveEvent> router) {
        try {
            growing.remove(event);
            if (event.buffer().addShard(reserve(event.name(), now.routing(), router) + places(now.routing(), router))) {
                event.freed();
            }
        } catch (Throwable e) {
            reports.failure("Adding memory to event", event.name(), e);
        }
    }

    /** For the events that may still come. */
    private long places(RoutingConfig routing, Router<LiveEvent> router) {
        long missing = Math.max(0L, (long) routing.maxEvents() - router.liveCount());
        long each = EventBuffer.leastBytes(MAX_START_BYTES);
        return Math.min(missing * each, shared / PLACES_SHARE);
    }

    /** For the default and the overflow event, as far as they are not open. */
    private long reserve(String name, RoutingConfig routing, Router<LiveEvent> router) {
        long kept = 0;
        for (String reserved : List.of(routing.defaultEvent(), routing.overflowEvent())) {
            boolean has = reserved.equals(name) || router.isLive(reserved);
            kept += has ? 0 : EventBuffer.leastBytes(reservedBytes());
        }
        return kept;
    }

    private long reservedBytes() {
        long share = shared / RESERVED_SHARE & -SHARD_ALIGNMENT;
        return Math.max(BufferPool.MIN_SHARD_BYTES, Math.min(MAX_RESERVED_BYTES, share));
    }

    private static boolean isReserved(String name, RoutingConfig routing) {
        return name.equals(routing.defaultEvent()) || name.equals(routing.overflowEvent());
    }

    /** Events that the system refused memory are opened again once it may be asked again. */
    private void lookAgainLater(Router<LiveEvent> router) {
        try {
            if (lookingAgain.compareAndSet(false, true)) {
                Runnable look = () -> {
                    lookingAgain.set(false);
                    router.lookAgain();
                };
                var unused = background.schedule(look, BufferPool.PAUSE_NANOS, TimeUnit.NANOSECONDS);
            }
        } catch (Throwable e) {
            // the next event that finds no memory tries again
            lookingAgain.set(false);
        }
    }

    /** Ends the thread. */
    void stop() {
        background.shutdownNow();
    }

    /** Gives everything back that nobody uses; the rest when it is given back. */
    void close() {
        pool.close();
    }
}

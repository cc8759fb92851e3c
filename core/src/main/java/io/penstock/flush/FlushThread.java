package io.penstock.flush;

import io.penstock.buffer.BufferPool;
import io.penstock.status.Reports;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that merges, commits and frees buffers, for all events of a pipeline. It visits an event when the event is dirty (a buffer half full, a file ready) or its time has come,
 * packs what it finds into one of two staging areas and lets the write thread write it; so merging overlaps writing, and a slow event costs the others nothing but a staging area.
 *
 * <p>Times are nanoseconds since this thread was made.
 */
public final class FlushThread {
    static final int STAGING_AREAS = 2;

    private static final int QUEUE_CHUNK = 64;
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MAX_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long origin = System.nanoTime();
    private final Thread thread = new Thread(this::run, "penstock-flush");
    private final WriteThread writer = new WriteThread(this::wake);
    private final MpscUnboundedAtomicArrayQueue<EventFlush> dirty = new MpscUnboundedAtomicArrayQueue<>(QUEUE_CHUNK);
    private final MpscUnboundedAtomicArrayQueue<Runnable> commands = new MpscUnboundedAtomicArrayQueue<>(QUEUE_CHUNK);
    private final Reports reports;
    private final List<Staging> areas = new ArrayList<>();
    private final List<EventFlush> events = new ArrayList<>();
    private final Map<String, EventFlush> byName = new HashMap<>();
    private volatile boolean parked;
    private boolean stopped;
    private int turn;

    /**
     * @param pool gives the two staging areas
     * @param stagingBytes of one of them, a multiple of the block size
     */
    public FlushThread(BufferPool pool, int stagingBytes, Reports reports) {
        this.reports = reports;
        for (int i = 0; i < STAGING_AREAS; i++) {
            ByteBuffer memory = pool.take(stagingBytes, 0);
            if (memory == null) {
                throw new IllegalArgumentException(
                        "no memory for " + STAGING_AREAS + " staging areas of " + stagingBytes + " bytes");
            }
            areas.add(new Staging(memory));
        }
        thread.setDaemon(true);
    }

    public void start() {
        writer.start();
        thread.start();
    }

    /** An event is open. Any thread. */
    public void add(EventFlush event) {
        execute(() -> {
            event.start(now(), byName.put(event.name(), event));
            events.add(event);
        });
    }

    /** The event has something to do. Any thread; does nothing but one compare-and-set where the event is known to be dirty already. */
    public void signal(EventFlush event) {
        if (!event.dirty.get() && event.dirty.compareAndSet(false, true)) {
            dirty.add(event);
            wake();
        }
    }

    /** Completes when everything placed before this call is in the event's file, and, with {@code seal}, that file is sealed. */
    public CompletableFuture<Boolean> flush(EventFlush event, boolean seal) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        execute(() -> {
            event.request(seal, done);
            event.visitBy(now());
        });
        return done;
    }

    /**
     * Closes the event: its buffer refuses appends from here on, what it holds is flushed and its file sealed. After {@code timeoutNanos} what is left is given up, and counted as lost.
     *
     * @return whether everything is in sealed files
     */
    public CompletableFuture<Boolean> close(EventFlush event, long timeoutNanos) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        execute(() -> {
            long by = timeoutNanos > Long.MAX_VALUE - now() ? Long.MAX_VALUE : now() + timeoutNanos;
            CompletableFuture<Boolean> unused =
                    event.close(by).whenComplete((drained, failure) -> done.complete(Boolean.TRUE.equals(drained)));
            event.visitBy(now());
        });
        return done;
    }

    /** Ends both threads once all events are closed. The staging areas are left to the pool's owner. */
    public CompletableFuture<Boolean> stop(BufferPool pool) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        execute(() -> {
            stopped = true;
            writer.stop();
            areas.forEach(area -> pool.give(area.wipe()));
            done.complete(true);
        });
        return done;
    }

    private void execute(Runnable command) {
        commands.add(command);
        wake();
    }

    private void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private void run() {
        while (!stopped) {
            try {
                boolean busy = takeCompleted();
                busy |= takeCommands();
                busy |= visitDue();
                if (!busy) {
                    parkUntilDue();
                }
            } catch (RuntimeException | Error e) {
                // the loop must outlive whatever goes wrong for one event
                reports.error("flush thread", "the flush thread met " + e, e);
            }
        }
    }

    private boolean takeCompleted() {
        boolean any = false;
        for (Batch batch = writer.poll(); batch != null; batch = writer.poll()) {
            any = true;
            submit(batch.event.completed(batch, now()));
            batch.event.free(batch, now());
        }
        return any;
    }

    private boolean takeCommands() {
        boolean any = false;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            any = true;
            command.run();
        }
        for (EventFlush event = dirty.poll(); event != null; event = dirty.poll()) {
            any = true;
            event.dirty.set(false);
            event.visitBy(now());
        }
        return any;
    }

    private boolean visitDue() {
        boolean any = false;
        int count = events.size();
        for (int i = 0; i < count; i++) {
            EventFlush event = events.get((turn + i) % count);
            Staging area = freeArea();
            if (area == null) {
                turn = (turn + i) % count; // who had to wait comes first
                return any;
            }
            long now = now();
            if (event.visitAt() <= now) {
                any = true;
                submit(event.visit(now, area));
            }
        }
        removeClosed();
        return any;
    }

    private void removeClosed() {
        for (int i = events.size() - 1; i >= 0; i--) {
            EventFlush event = events.get(i);
            if (event.isHandedOver()) {
                events.remove(i);
                byName.remove(event.name(), event);
            }
        }
    }

    private void submit(@Nullable Batch batch) {
        if (batch != null) {
            writer.submit(batch);
        }
    }

    private @Nullable Staging freeArea() {
        for (Staging area : areas) {
            boolean free = true;
            for (EventFlush event : events) {
                free &= !event.holds(area);
            }
            if (free) {
                return area;
            }
        }
        return null;
    }

    private void parkUntilDue() {
        long now = now();
        long due = now + MAX_PARK_NANOS;
        boolean free = freeArea() != null;
        for (EventFlush event : events) {
            if (free) {
                due = Math.min(due, event.visitAt());
            }
            if (event.writingNanos() > HANG_NANOS) {
                reports.error(
                        "hang",
                        "event " + event.name() + ": a write has not returned for "
                                + TimeUnit.NANOSECONDS.toSeconds(event.writingNanos()) + " seconds",
                        null);
            }
        }
        parked = true;
        if (dirty.isEmpty() && commands.isEmpty() && !writer.hasWritten() && due > now) {
            LockSupport.parkNanos(this, due - now);
        }
        parked = false;
        if (Thread.interrupted()) {
            reports.info("the flush thread was interrupted from outside, and goes on");
        }
    }
}

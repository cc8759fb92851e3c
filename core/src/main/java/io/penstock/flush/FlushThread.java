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
    /** The most that a staging area needs to have. */
    public static final int MAX_STAGING_BYTES = 4 << 20;

    static final int STAGING_AREAS = 2;

    private static final int QUEUE_CHUNK = 64;
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MAX_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Of the time for closing an event, what is kept for counting and reporting what could not be written. */
    private static final int MARGIN_PARTS = 4;

    private static final long MOST_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long origin = System.nanoTime();
    private final Thread thread = new Thread(this::run, "penstock-flush");
    private final WriteThread writer = new WriteThread(this::wake);
    private final MpscUnboundedAtomicArrayQueue<EventFlush> dirty = new MpscUnboundedAtomicArrayQueue<>(QUEUE_CHUNK);
    private final MpscUnboundedAtomicArrayQueue<Runnable> commands = new MpscUnboundedAtomicArrayQueue<>(QUEUE_CHUNK);
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final BufferPool pool;
    private final Reports reports;
    private final List<Staging> areas = new ArrayList<>();
    private final List<EventFlush> events = new ArrayList<>();
    private final Map<String, EventFlush> byName = new HashMap<>();
    private volatile boolean parked;
    /** A dirty event found no memory to be queued: all are visited. */
    private volatile boolean allDirty;

    private boolean stopping;
    private int turn;

    /**
     * @param pool gives the two staging areas, and gets them back at the end
     * @param stagingBytes of one of them, a multiple of the block size; halved while there is no memory for them
     * @param leastStagingBytes the least that is of use
     * @throws OutOfMemoryError not even that can be had
     */
    public FlushThread(BufferPool pool, int stagingBytes, int leastStagingBytes, Reports reports) {
        this.pool = pool;
        this.reports = reports;
        // of one size: what was merged in one is merged again in the other after a failed write
        for (ByteBuffer memory : pool.takeEqual(STAGING_AREAS, stagingBytes, leastStagingBytes)) {
            areas.add(new Staging(memory));
        }
        thread.setDaemon(true);
    }

    public void start() {
        writer.start();
        boolean both = false;
        try {
            thread.start();
            both = true;
        } finally {
            if (!both) {
                writer.stop();
            }
        }
    }

    /** An event is open. Any thread. */
    public void add(EventFlush event) {
        execute(() -> {
            if (!events.contains(event)) {
                events.add(event);
            }
            EventFlush before = byName.put(event.name(), event);
            event.start(now(), before == event ? null : before);
        });
    }

    /**
     * The event has something to do. Any thread; does nothing but one compare-and-set where the event is known to be
     * dirty already. Throws nothing: the record that led here is placed already.
     */
    public void signal(EventFlush event) {
        if (!event.dirty.get() && event.dirty.compareAndSet(false, true)) {
            try {
                dirty.add(event);
            } catch (Throwable e) {
                event.dirty.set(false);
                allDirty = true;
            }
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
     * Closes the event: its buffer refuses appends from here on, what it holds is flushed and its file sealed. What is not
     * written shortly before {@code timeoutNanos} have passed is given up, counted and reported by then, also where a
     * write hangs.
     *
     * @return whether everything is in sealed files
     */
    public CompletableFuture<Boolean> close(EventFlush event, long timeoutNanos) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        long margin = Math.min(MOST_MARGIN_NANOS, timeoutNanos / MARGIN_PARTS);
        long giveUpAt = timeoutNanos == Long.MAX_VALUE ? timeoutNanos : Passes.later(now(), timeoutNanos - margin);
        execute(() -> {
            CompletableFuture<Boolean> unused = event.close(giveUpAt, Passes.later(giveUpAt, margin / 2))
                    .whenComplete((drained, failure) -> done.complete(Boolean.TRUE.equals(drained)));
            event.visitBy(now());
        });
        return done;
    }

    /**
     * Ends both threads once every event is closed and no write is under way, however long one hangs. The staging areas
     * then go back to the pool.
     *
     * @return completes on the flush thread, as the last thing that it does
     */
    public CompletableFuture<Boolean> stop() {
        execute(() -> stopping = true);
        return ended;
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
        while (!(stopping && events.isEmpty())) {
            try {
                round();
            } catch (Throwable e) {
                survive(e);
            }
        }
        end();
    }

    private void round() {
        boolean busy = takeCompleted();
        busy |= takeCommands();
        busy |= takeDirty();
        busy |= visitDue();
        if (!busy) {
            parkUntilDue();
        }
    }

    /** In a full heap even a string literal may not be had: what reports the failure may fail, and nothing else hangs on it. */
    private void survive(Throwable failure) {
        try {
            troubled("The flush thread's round", "", failure);
        } catch (Throwable again) {
            return; // the next round comes all the same
        }
    }

    /** A step failed, for want of memory say. What it was to do is still to be done, and a full heap needs time. */
    private void troubled(String work, String subject, Throwable failure) {
        LockSupport.parkNanos(PAUSE_NANOS);
        Thread.interrupted(); // else no pause would be one
        reports.failure(work, subject, failure);
    }

    private void end() {
        writer.stop();
        try {
            areas.forEach(area -> pool.give(area.wipe()));
        } catch (Throwable e) {
            troubled("Giving staging memory back", "", e);
        }
        ended.complete(true);
    }

    private boolean takeCompleted() {
        boolean any = false;
        for (Batch batch = writer.poll(); batch != null; batch = writer.poll()) {
            any = true;
            EventFlush event = batch.event;
            Throwable failure = null;
            try {
                submit(event.completed(batch, now()));
            } catch (Throwable e) {
                failure = e;
            }
            try {
                event.free(batch, now()); // what is committed must be freed, or it would be merged again
            } catch (Throwable e) {
                failure = e;
            }
            if (failure != null) {
                event.visitFailed(now());
                troubled("Committing a batch of event", event.name(), failure);
            }
        }
        return any;
    }

    /** A command that finds no memory stays first, and is run again: each may be repeated. */
    private boolean takeCommands() {
        boolean any = false;
        for (Runnable command = commands.peek(); command != null; command = commands.peek()) {
            any = true;
            try {
                command.run();
            } catch (VirtualMachineError e) {
                troubled("A request to the flush thread", "", e);
                return true;
            } catch (Throwable e) {
                troubled("A request to the flush thread", "", e);
            }
            commands.poll();
        }
        return any;
    }

    private boolean takeDirty() {
        boolean any = false;
        for (EventFlush event = dirty.poll(); event != null; event = dirty.poll()) {
            any = true;
            event.dirty.set(false);
            event.visitBy(now());
        }
        if (allDirty) {
            allDirty = false;
            for (int i = 0; i < events.size(); i++) {
                events.get(i).visitBy(now());
            }
        }
        return any;
    }

    private boolean visitDue() {
        boolean any = false;
        int waiting = -1;
        int count = events.size();
        long now = now();
        for (int i = 0; i < count; i++) {
            EventFlush event = events.get((turn + i) % count);
            if (event.visitAt() > now) {
                continue;
            }
            Staging area = freeArea();
            if (area != null || event.endsAt() <= now) {
                any = true;
                visit(event, area);
            } else if (waiting < 0) {
                waiting = (turn + i) % count; // the first event that has to wait is the first in the next round
            }
        }
        turn = waiting < 0 ? turn : waiting;
        removeClosed();
        return any;
    }

    private void visit(EventFlush event, @Nullable Staging area) {
        try {
            if (area == null) {
                event.end(now());
                return;
            }
            area.lend(event);
            submit(event.visit(now(), area));
        } catch (Throwable e) {
            event.visitFailed(now());
            reports.failure("Flushing event", event.name(), e);
        }
    }

    private void removeClosed() {
        for (int i = events.size() - 1; i >= 0; i--) {
            EventFlush event = events.get(i);
            if (event.isHandedOver()) {
                byName.remove(event.name(), event);
                events.remove(i);
            }
        }
    }

    private void submit(@Nullable Batch batch) {
        if (batch != null) {
            writer.submit(batch);
        }
    }

    private @Nullable Staging freeArea() {
        for (int i = 0; i < areas.size(); i++) {
            if (!areas.get(i).isHeld()) {
                return areas.get(i);
            }
        }
        return null;
    }

    private void parkUntilDue() {
        long now = now();
        long due = now + MAX_PARK_NANOS;
        boolean free = freeArea() != null;
        for (int i = 0; i < events.size(); i++) {
            EventFlush event = events.get(i);
            due = Math.min(due, free ? event.visitAt() : Math.max(event.visitAt(), event.endsAt()));
            if (event.writingNanos() > HANG_NANOS) {
                hangs(event);
            }
        }
        parked = true;
        if (dirty.isEmpty() && commands.isEmpty() && !writer.hasWritten() && !allDirty && due > now) {
            LockSupport.parkNanos(this, due - now);
        }
        parked = false;
        if (Thread.interrupted()) {
            reports.info("the flush thread was interrupted from outside, and goes on");
        }
    }

    private void hangs(EventFlush event) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(event.writingNanos());
        reports.error("hang", "event " + event.name() + ": a write has not returned for " + seconds + " seconds", null);
    }
}

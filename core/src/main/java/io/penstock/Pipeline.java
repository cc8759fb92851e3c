package io.penstock;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.config.BufferConfig;
import io.penstock.config.EventConfig;
import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.MemoryConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RoutingConfig;
import io.penstock.config.Severity;
import io.penstock.file.EventFiles;
import io.penstock.file.Keeping;
import io.penstock.file.Spool;
import io.penstock.file.SpoolCounters;
import io.penstock.flush.EventFlush;
import io.penstock.flush.FlushSettings;
import io.penstock.flush.FlushThread;
import io.penstock.route.Router;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.GuardedStatus;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rooms of one pipeline and how they are wired: router, memory, flush thread, spool. */
final class Pipeline implements LiveEvent.Owner {
    private static final int MIN_STAGING_BYTES = 32 << 10;
    private static final int BLOCK_BYTES = 4096;
    /** Of the memory bound, what each of the two events that all records can fall back to has for itself. */
    private static final int RESERVED_SHARE = 16;

    /** What sealing may take after a write that hung has returned, when nobody waits any more. */
    private static final Duration LATE_END = Duration.ofSeconds(20);

    private final Reports reports;
    private final Tally tally;
    private final LossReport losses;
    private final BufferPool pool;
    private final Spool spool;
    private final Uploads uploads;
    private final FlushThread flushThread;
    private final Router<LiveEvent> router;
    private final ExecutorService background;
    private volatile PenstockConfig config;
    private volatile FileFraming framing;
    private volatile boolean discards;
    private volatile boolean ending;
    private volatile Duration flushAtLeastEvery = Duration.ofDays(1);

    private Pipeline(
            PenstockConfig config, FileFraming framing, Spool spool, Uploads uploads, Reports reports, Tally tally) {
        this.config = config;
        this.framing = framing;
        this.discards = discards(config);
        this.spool = spool;
        this.uploads = uploads;
        this.reports = reports;
        this.tally = tally;
        losses = new LossReport(reports);
        pool = new BufferPool(config.memory().maxMemoryBytes());
        flushThread = new FlushThread(pool, stagingBytes(config.memory()), reports);
        router = new Router<>(config.routing(), this::openEvent);
        background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "penstock-memory");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Pipeline open(PenstockConfig config, FileFraming framing, StatusListener foreign) throws IOException {
        StatusListener status = GuardedStatus.of(foreign);
        Tally tally = new Tally();
        Uploads uploads = new Uploads(tally, status);
        SpoolCounters counters = new SpoolCounters(tally.total(), tally::counters);
        Spool spool = Spool.open(config.spool(), keeping(config), uploads, status, counters);
        uploads.configure(config, spool.sealedFiles());
        Pipeline pipeline = new Pipeline(config, framing, spool, uploads, new Reports(status), tally);
        pipeline.flushThread.start();
        return pipeline;
    }

    private static Keeping keeping(PenstockConfig config) {
        return new Keeping(config.retention(), config.upload() != null);
    }

    Router<LiveEvent> router() {
        return router;
    }

    Uploads uploads() {
        return uploads;
    }

    Tally tally() {
        return tally;
    }

    PenstockConfig config() {
        return config;
    }

    long memoryBytes() {
        return pool.usedBytes();
    }

    /** Whether any event discards by severity. Asked for every record. */
    boolean discards() {
        return discards;
    }

    private static boolean discards(PenstockConfig config) {
        return Stream.concat(Stream.of(config.event()), config.overrides().values().stream())
                .anyMatch(event -> event.overflow().discardThreshold() != Severity.NONE);
    }

    /** Under the router's lock. */
    private @Nullable LiveEvent openEvent(String name) {
        StackRoom.require();
        PenstockConfig now = config;
        EventConfig event = now.event(name);
        BufferConfig size = event.buffer();
        boolean strict = now.memory().order() == MemoryConfig.Order.STRICT;
        EventBuffer buffer = EventBuffer.open(pool, strict, size.shards(), shardBytes(size), keptFree(name, now));
        if (buffer == null) {
            reports.warn(
                    "memory",
                    "no buffer memory is left for event " + name + ": its records go to "
                            + now.routing().overflowEvent());
            return null;
        }
        EventCounters counters = new EventCounters();
        LiveEvent live = new LiveEvent(name, event, buffer, counters, this);
        EventFiles files = spool.eventFiles(name, event.rotation(), framing, counters, live::signal);
        live.start(files, new EventFlush(settings(name, event), buffer, files, counters, reports, live));
        tally.add(live);
        return live;
    }

    private FlushSettings settings(String name, EventConfig event) {
        return FlushSettings.of(name, event, config.routing().idleTimeout()).atLeastEvery(flushAtLeastEvery);
    }

    private static long shardBytes(BufferConfig size) {
        return Math.max(BufferPool.MIN_SHARD_BYTES, size.sizeBytes() / size.shards() & -2L * BLOCK_BYTES);
    }

    /** What an event must leave for the default and the overflow event, so that these can always be opened. */
    private long keptFree(String name, PenstockConfig now) {
        RoutingConfig routing = now.routing();
        long each = EventBuffer.leastBytes(
                Math.min(shardBytes(now.event().buffer()), now.memory().maxMemoryBytes() / RESERVED_SHARE));
        long kept = 0;
        for (String reserved : List.of(routing.defaultEvent(), routing.overflowEvent())) {
            kept += reserved.equals(name) || router.isLive(reserved) ? 0 : each;
        }
        return kept;
    }

    private static int stagingBytes(MemoryConfig memory) {
        long share = memory.maxMemoryBytes() / RESERVED_SHARE & -BLOCK_BYTES;
        return (int) Math.max(MIN_STAGING_BYTES, Math.min(FlushThread.MAX_STAGING_BYTES, share));
    }

    void reconfigure(PenstockConfig next, FileFraming nextFraming) {
        config = next;
        framing = nextFraming;
        discards = discards(next);
        router.reconfigure(next.routing());
        spool.retention(keeping(next));
        uploads.reconfigure(next, spool.sealedFiles());
        router.live().forEach((name, live) -> live.reconfigure(next.event(name).rotation(), nextFraming));
    }

    /** Flushes every event at least this often from now on. */
    void flushEvery(Duration interval) {
        flushAtLeastEvery = interval;
        router.live().values().forEach(this::rotated);
    }

    /** Counts a record for which not even the overflow event could be opened. */
    Append dropWithoutMemory() {
        tally.total().increment(Counter.DROPPED_FULL);
        reports.error(
                "no memory",
                "no buffer memory is left, not even for the overflow event: records are being dropped",
                null);
        return Append.DROPPED_FULL;
    }

    /** Closes one event for good; its name's next record opens another one. */
    CompletableFuture<Boolean> close(LiveEvent live, long timeoutNanos) {
        router.forget(live.name(), live);
        return live.close(timeoutNanos);
    }

    /** Opens no event any more and closes those that are open. */
    List<CompletableFuture<Boolean>> closeEvents(long timeoutNanos) {
        router.close();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        // those too that fell idle, or that somebody is closing: the router does not know them any more
        tally.open().forEach(live -> all.add(close(live, timeoutNanos)));
        return all;
    }

    /** They go on when everything else has ended. */
    void letUploadsLinger() {
        uploads.linger(spool.sealedFiles().directory());
    }

    /**
     * Ends the threads, gives slot and memory back. Once the events are closed. Where a write hangs, what it uses (file,
     * slot, staging area) is given back when it has returned, and this returns at {@code timeout}.
     *
     * @return whether everything has ended
     */
    boolean stop(Duration timeout) {
        long start = System.nanoTime();
        background.shutdown();
        CompletableFuture<Boolean> quiet = flushThread.stop();
        boolean ended = Penstock.await(List.of(quiet), Limits.nanos(timeout));
        if (!ended) {
            CompletableFuture<Void> unused = quiet.thenRun(() -> endFiles(LATE_END));
            return false;
        }
        return endFiles(timeout.minusNanos(Math.min(Limits.nanos(timeout), System.nanoTime() - start)));
    }

    private boolean endFiles(Duration timeout) {
        try {
            return spool.close(timeout);
        } finally {
            pool.close();
        }
    }

    @Override
    public FlushThread flushThread() {
        return flushThread;
    }

    /** From now on nobody waits for room: what finds none is dropped, and counted. */
    void letNobodyWait() {
        ending = true;
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public DropReport dropReport(String event) {
        return new DropReport(event, reports);
    }

    @Override
    public void idle(LiveEvent event) {
        if (!router.isLive(event.name(), event)) {
            return; // being closed already, or opened so recently that the router would enter it after we have it
            // forgotten
        }
        CompletableFuture<Boolean> unused = close(event, Long.MAX_VALUE).whenComplete((whole, failure) -> {
            if (!Boolean.TRUE.equals(whole)) {
                reports.warn("idle " + event.name(), "event " + event.name() + ": its file could not be sealed yet");
            }
        });
    }

    @Override
    public void grow(LiveEvent event) {
        try {
            if (!background.isShutdown()) {
                background.execute(() -> event.buffer().addShard(keptFree(event.name(), config)));
            }
        } catch (Throwable e) {
            // a thread that cannot be had, say: the event goes on with the shards it has, and asks again
            reports.failure("Adding memory to event", event.name(), e);
        }
    }

    @Override
    public void rotated(LiveEvent event) {
        EventConfig now = config.event(event.name());
        event.reconfigure(now.overflow(), settings(event.name(), now));
    }

    @Override
    public void closed(LiveEvent event, long accepted, long lost) {
        tally.fold(event, accepted);
        if (lost > 0) {
            losses.add(event.name(), lost);
        }
    }

    @Override
    public void resumed(LiveEvent event, long lost) {
        reports.info("event " + event.name() + ": the write that hung has returned; of the records reported lost "
                + (lost == 0 ? "none is" : lost + " are"));
    }

    /** From here on losses are reported together, by {@link #reportLosses}. */
    void collectLosses() {
        losses.collect();
    }

    /** One message for everything that could not be written before the end. */
    void reportLosses() {
        losses.report();
    }
}

package io.penstock;

import io.penstock.buffer.EventBuffer;
import io.penstock.config.EventConfig;
import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.PenstockConfig;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rooms of one pipeline and how they are wired: router, memory, flush thread, spool. */
final class Pipeline implements LiveEvent.Owner {

    /** What sealing may take after a write that hung has returned, when nobody waits any more. */
    private static final Duration LATE_END = Duration.ofSeconds(20);

    private final Reports reports;
    private final Tally tally;
    private final LossReport losses;
    private final EventMemory memory;
    private final Spool spool;
    private final Uploads uploads;
    private final Router<LiveEvent> router;
    private volatile PenstockConfig config;
    private volatile FileFraming framing;
    private volatile boolean discards;
    private volatile boolean ending;
    private volatile Duration flushAtLeastEvery = Duration.ofDays(1);

    private Pipeline(PenstockConfig config, FileFraming framing, Rooms rooms, Reports reports, Tally tally) {
        this.config = config;
        this.framing = framing;
        this.discards = discards(config);
        memory = rooms.memory;
        spool = rooms.spool;
        uploads = rooms.uploads;
        this.reports = reports;
        this.tally = tally;
        losses = new LossReport(reports);
        router = new Router<>(config.routing(), this::openEvent);
    }

    private record Rooms(EventMemory memory, Spool spool, Uploads uploads) {}

    static Pipeline open(PenstockConfig config, FileFraming framing, StatusListener foreign) throws IOException {
        StatusListener status = GuardedStatus.of(foreign);
        Reports reports = new Reports(status);
        Tally tally = new Tally();
        Uploads uploads = new Uploads(tally, status);
        SpoolCounters counters = new SpoolCounters(tally.total(), tally::counters);
        EventMemory memory = null;
        Spool spool = null;
        Pipeline opened = null;
        try {
            memory = new EventMemory(config.memory(), reports);
            spool = Spool.open(config.spool(), keeping(config), uploads, status, counters);
            uploads.configure(config, spool.sealedFiles());
            Pipeline pipeline = new Pipeline(config, framing, new Rooms(memory, spool, uploads), reports, tally);
            memory.flushThread().start();
            opened = pipeline;
            return pipeline;
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    "no memory or no thread to start with: " + e.getMessage()
                            + " (the limits are the heap's, ulimit -u and -v, and the container's)",
                    e);
        } finally {
            if (opened == null) {
                undo(memory, spool, uploads);
            }
        }
    }

    /** Nothing stays open of a start that failed. */
    private static void undo(@Nullable EventMemory memory, @Nullable Spool spool, Uploads uploads) {
        uploads.stop(Duration.ZERO);
        if (spool != null) {
            boolean unused = spool.close(LATE_END);
        }
        if (memory != null) {
            memory.stop();
            memory.close();
        }
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
        return memory.usedBytes();
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
        EventBuffer buffer = memory.open(name, now, router);
        return buffer == null ? null : open(name, event, buffer);
    }

    private LiveEvent open(String name, EventConfig event, EventBuffer buffer) {
        EventCounters counters = new EventCounters();
        LiveEvent live = null;
        boolean started = false;
        try {
            live = new LiveEvent(name, event, buffer, counters, this);
            EventFiles files = spool.eventFiles(name, event.rotation(), framing, counters, live::signal);
            EventFlush flush = new EventFlush(settings(name, event), buffer, files, counters, reports, live);
            tally.add(live);
            live.start(files, flush);
            started = true;
            return live;
        } finally {
            if (!started) {
                tally.forget(live);
                buffer.close();
                buffer.release();
            }
        }
    }

    private FlushSettings settings(String name, EventConfig event) {
        return FlushSettings.of(name, event, config.routing().idleTimeout()).atLeastEvery(flushAtLeastEvery);
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
                "records are being dropped, there is no memory even for the event "
                        + config.routing().overflowEvent() + ": "
                        + memory.missing(config.event().buffer()),
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
        memory.stop();
        CompletableFuture<Boolean> quiet = memory.flushThread().stop();
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
            memory.close();
        }
    }

    @Override
    public FlushThread flushThread() {
        return memory.flushThread();
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
        memory.grow(event, config, router);
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

package io.penstock;

import io.penstock.config.EventTime;
import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Severity;
import io.penstock.route.Route;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.PipelineStats;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline: from {@link #append} to sealed files, an event each.
 *
 * <p>Records go route → claim → flush → file. {@link #append} may be called by any thread; what it accepts is in the event's buffers, which die with the process. It is in the live file after
 * the flush interval at the latest, as long as the disk takes it, and durable as the {@code sync} setting says. Appenders share pipelines through {@link Lease}.
 */
public final class Penstock {
    private static final int MAX_REROUTES = 1_000;
    /** What the pipeline's own threads may take to answer when no time is left. */
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Pipeline pipeline;
    /** What the one close comes to; null before it. */
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> closing = new AtomicReference<>();

    private volatile boolean closed;

    private Penstock(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Opens the spool and starts the pipeline's threads. Waits for none of them.
     *
     * @throws IOException the directory or the file access that the configuration asks for cannot be had; nothing stays open then
     */
    public static Penstock open(PenstockConfig config, FileFraming framing, StatusListener status) throws IOException {
        Penstock penstock = new Penstock(Pipeline.open(config, framing, status));
        config.routing().events().forEach(penstock::initialize);
        ExitFlush.watch(penstock);
        return penstock;
    }

    /**
     * Hands one record over. No I/O, no lock, no allocation, but for a new event's first record, a full buffer and an oversize record.
     *
     * @param event the routing value as the application set it
     * @param timestampNanos since the epoch; names files, orders nothing; see {@link EventTime} for times that are not known
     * @param discardable at or below the event's {@link #discardThreshold}
     * @param bytes the record, exactly as it shall stand in the file; not touched after this returns
     */
    public Append append(String event, long timestampNanos, boolean discardable, byte[] bytes, int offset, int length) {
        if ((offset | length | (bytes.length - offset - length)) < 0 || event.isEmpty()) {
            pipeline.tally().total().increment(Counter.REFUSED_INVALID);
            return Append.REFUSED_INVALID;
        }
        Route<LiveEvent> route = closed ? null : pipeline.router().route(event);
        for (int i = 0; route != null && i < MAX_REROUTES; i++) {
            Append outcome = route.target().append(timestampNanos, discardable, bytes, offset, length);
            if (outcome != null) {
                if (route.overflowed()) {
                    pipeline.tally().total().increment(Counter.OVERFLOWED);
                }
                return outcome;
            }
            route = closed ? null : pipeline.router().reroute(event, route);
        }
        return closed ? refuse() : pipeline.dropWithoutMemory();
    }

    /** Hands one record over, with the present time. */
    public Append append(String event, byte[] bytes) {
        return append(event, EventTime.nanosOfMillis(System.currentTimeMillis()), false, bytes, 0, bytes.length);
    }

    /** Hands one record over as UTF-8, with the present time; a line needs its line feed. */
    public Append append(String event, String text) {
        return append(event, text.getBytes(StandardCharsets.UTF_8));
    }

    private Append refuse() {
        pipeline.tally().total().increment(Counter.REFUSED_CLOSED);
        return Append.REFUSED_CLOSED;
    }

    /** The event of records without the key. */
    public String defaultEvent() {
        return pipeline.config().routing().defaultEvent();
    }

    /** Whether any event discards by severity; while none does, {@link #discardThreshold} need not be asked. */
    public boolean discards() {
        return pipeline.discards();
    }

    /** Severity at or below which this routing value's records are discardable. */
    public Severity discardThreshold(String event) {
        Route<LiveEvent> route =
                closed || event.isEmpty() ? null : pipeline.router().route(event);
        return route == null ? Severity.NONE : route.target().discardThreshold();
    }

    /** Counts a record that one of Penstock's own threads logged and that was therefore not appended. */
    public void countOwnRecord() {
        pipeline.tally().total().increment(Counter.OWN_RECORDS);
    }

    /** Counts a record of this routing value that could not be encoded. Throws nothing: where there is no memory to look the event up, the total alone has it. */
    public void countRefusedInvalid(String event) {
        EventCounters counters = pipeline.tally().total();
        try {
            counters = pipeline.router().peek(event).map(LiveEvent::counters).orElse(counters);
        } catch (Throwable unknown) {
            counters = pipeline.tally().total();
        }
        counters.increment(Counter.REFUSED_INVALID);
    }

    /** Whether the thread of this name is one of Penstock's own. */
    public static boolean isOwnThread(String threadName) {
        return threadName.startsWith("penstock-");
    }

    /** Opens an event before its first record. False when it has no place of its own. */
    public boolean initialize(String event) {
        Route<LiveEvent> route =
                closed || event.isEmpty() ? null : pipeline.router().route(event);
        return route != null && !route.overflowed();
    }

    /** Whether the event of this routing value is live. */
    public boolean has(String event) {
        return pipeline.router().peek(event).isPresent();
    }

    /** Names of the live events. */
    public Set<String> events() {
        return pipeline.router().names();
    }

    /**
     * Closes one event: flushes it, seals its file, gives its memory back. Its next record opens it again.
     *
     * @return whether all that it accepted is in sealed files, within {@code timeout}
     */
    public boolean close(String event, Duration timeout) {
        LiveEvent live = pipeline.router().peek(event).orElse(null);
        return live == null || await(List.of(pipeline.close(live, Long.MAX_VALUE)), Limits.nanos(timeout));
    }

    /**
     * Brings everything accepted before this call into the live files.
     *
     * @return whether that was done within {@code timeout}; durable then only with {@code sync="flush"}
     */
    public boolean flush(Duration timeout) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        pipeline.router().live().values().forEach(live -> all.add(live.flush(false)));
        return await(all, Limits.nanos(timeout));
    }

    /** Flushes and seals everything accepted before this call, and goes on; true when that was done within {@code timeout}. */
    boolean seal(Duration timeout) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        pipeline.router().live().values().forEach(live -> all.add(live.flush(true)));
        return await(all, Limits.nanos(timeout));
    }

    /** Waits for what can be uploaded; true when that was done within {@code timeout}. */
    boolean finishUploads(Duration timeout) {
        return pipeline.uploads().finish(timeout);
    }

    /** No append waits any more, however long {@code blockTimeout} is: the JVM's end must not hang on a full disk. */
    void letNobodyWait() {
        pipeline.letNobodyWait();
    }

    /** Flushes at least this often from now on. */
    void flushEvery(Duration interval) {
        pipeline.flushEvery(interval);
    }

    /** Whether every further append is refused. */
    public boolean isClosed() {
        return closed;
    }

    /** What has been counted until now; answers after the end too. */
    public PipelineStats stats() {
        return pipeline.tally().snapshot(pipeline.memoryBytes(), pipeline.uploads());
    }

    /** New settings: routing and retention at once, the rest with each event's next file, buffers when an event is next opened. */
    void reconfigure(PenstockConfig config, FileFraming framing) {
        pipeline.reconfigure(config, framing);
        config.routing().events().forEach(this::initialize);
    }

    PenstockConfig config() {
        return pipeline.config();
    }

    /**
     * Closes the pipeline: what was accepted is flushed and sealed, later appends are refused and counted. What cannot be written in time is lost, counted and reported. Uploads
     * have what is left of the time; files that are not uploaded by then wait in the spool for the next start.
     *
     * @return whether everything that was accepted is in sealed files
     */
    public boolean close(Duration timeout) {
        long start = System.nanoTime();
        boolean sealed = closeFiles(timeout);
        pipeline.uploads().stop(Duration.ofNanos(Math.max(0, left(Limits.nanos(timeout), start))));
        ExitFlush.endIfUnused();
        return sealed;
    }

    /** As {@link #close(Duration)}, but waits for no upload: they go on in the background. */
    boolean closeWithoutUploads(Duration timeout) {
        boolean sealed = closeFiles(timeout);
        pipeline.letUploadsLinger();
        ExitFlush.endIfUnused();
        return sealed;
    }

    private boolean closeFiles(Duration timeout) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        if (!closing.compareAndSet(null, result)) {
            return await(List.of(closing.get()), Math.max(ANSWER_NANOS, Limits.nanos(timeout)));
        }
        try {
            result.complete(closeOnce(Limits.nanos(timeout)));
        } finally {
            result.complete(false);
        }
        return result.join();
    }

    private boolean closeOnce(long nanos) {
        ExitFlush.forget(this);
        long start = System.nanoTime();
        // still accepting: a framework may stop us before its loggers know; half the time, so that one stuck event
        // leaves the others some
        flush(Duration.ofNanos(nanos / 2));
        pipeline.collectLosses();
        closed = true;
        List<CompletableFuture<Boolean>> all = pipeline.closeEvents(Math.max(0, left(nanos, start)));
        // the flush thread gives up, counts and answers shortly before the time-out
        boolean drained = await(all, atLeast(ANSWER_NANOS, nanos, start));
        pipeline.reportLosses();
        return pipeline.stop(Duration.ofNanos(atLeast(ANSWER_NANOS, nanos, start))) && drained;
    }

    /** The JVM ends: what is not in a file by now is given up, counted and reported, and further appends are refused and counted. */
    void closeUnlessFlushed(Duration timeout) {
        if (!flush(timeout)) {
            closeFiles(timeout);
        }
    }

    /** What is left of {@code nanos} that began at {@code start}. */
    private static long left(long nanos, long start) {
        return nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
    }

    private static long atLeast(long least, long nanos, long start) {
        return Math.max(least, left(nanos, start));
    }

    /** Waits for all of them; true when each was true within {@code nanos}. Ignores interrupts, and restores the flag. */
    static boolean await(List<CompletableFuture<Boolean>> all, long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        boolean good = true;
        try {
            for (CompletableFuture<Boolean> one : all) {
                Boolean done = null;
                while (done == null) {
                    try {
                        done = one.get(Math.max(0, nanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException | TimeoutException e) {
                        done = false;
                    }
                }
                good &= done;
            }
            return good;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

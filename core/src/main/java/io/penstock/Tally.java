package io.penstock;

import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.EventStats;
import io.penstock.status.PipelineStats;
import io.penstock.upload.UploadGauges;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what belongs to no live event, and sums up. Any thread. */
final class Tally {
    private final EventCounters total = new EventCounters();
    /** Events whose counters are not folded into the total yet, the closing ones included. Guarded by this. */
    private final Set<LiveEvent> open = new LinkedHashSet<>();

    EventCounters total() {
        return total;
    }

    /** The counters of a live event, or the total's where there is none of this name. */
    synchronized EventCounters counters(String event) {
        for (LiveEvent live : open) {
            if (live.name().equals(event)) {
                return live.counters();
            }
        }
        return total;
    }

    synchronized void add(LiveEvent event) {
        open.add(event);
    }

    /** The event could not be opened after all. */
    synchronized void forget(@Nullable LiveEvent event) {
        open.remove(event);
    }

    /** The event is closed: its counts become part of the total. */
    synchronized void fold(LiveEvent event, long accepted) {
        if (open.remove(event)) {
            EventCounters counters = event.counters();
            // the buffer's own count still has appends in it that are about to find it closed
            counters.add(Counter.ACCEPTED, accepted);
            counters.retireInto(total);
        }
    }

    /** The live events, and those that are being closed. */
    synchronized List<LiveEvent> open() {
        return List.copyOf(open);
    }

    /** @param memoryBytes all that the pipeline uses */
    PipelineStats snapshot(long memoryBytes, Uploads uploads) {
        // before our lock: the uploader asks for counters under its own
        Map<String, UploadGauges> waiting = new HashMap<>();
        open().forEach(event -> waiting.put(event.name(), uploads.gauges(event.name())));
        return snapshot(memoryBytes, uploads.gauges(), waiting);
    }

    private synchronized PipelineStats snapshot(
            long memoryBytes, UploadGauges waiting, Map<String, UploadGauges> waitingOfEvents) {
        EventCounters sum = new EventCounters();
        sum.fold(total);
        Map<String, EventStats> events = new HashMap<>();
        long shards = 0;
        for (LiveEvent event : open) {
            EventCounters counters = new EventCounters();
            counters.fold(event.counters());
            counters.add(Counter.ACCEPTED, event.buffer().accepted());
            sum.fold(counters);
            Map<String, Long> values = values(counters);
            putGauges(values, waitingOfEvents.getOrDefault(event.name(), UploadGauges.NOTHING));
            values.put("memoryBytes", event.buffer().memoryBytes());
            values.put("shards", (long) event.buffer().shardCount());
            shards += event.buffer().shardCount();
            events.put(event.name(), new EventStats(values));
        }
        Map<String, Long> values = values(sum);
        putGauges(values, waiting);
        values.put("memoryBytes", memoryBytes);
        values.put("shards", shards);
        values.put("liveEvents", (long) open.size());
        return new PipelineStats(new EventStats(values), events);
    }

    private static Map<String, Long> values(EventCounters counters) {
        Map<String, Long> values = new HashMap<>();
        for (Counter counter : Counter.values()) {
            values.put(counter.contractName(), counters.get(counter));
        }
        values.put("flushNanosAverage", average(counters, Counter.FLUSH_NANOS, Counter.FLUSHES));
        values.put("writeNanosAverage", average(counters, Counter.WRITE_NANOS, Counter.WRITES));
        values.put("uploadNanosAverage", average(counters, Counter.UPLOAD_NANOS, Counter.UPLOADED));
        values.put("waitNanosAverage", average(counters, Counter.WAIT_NANOS, Counter.WRITES));
        return values;
    }

    private static void putGauges(Map<String, Long> values, UploadGauges uploads) {
        values.put("waitingFiles", uploads.waitingFiles());
        values.put("waitingBytes", uploads.waitingBytes());
        values.put("oldestWaitingSeconds", uploads.oldestWaitingSeconds());
        values.put("inFlight", uploads.inFlight());
    }

    private static long average(EventCounters counters, Counter sum, Counter count) {
        return counters.get(sum) / Math.max(1, counters.get(count));
    }
}

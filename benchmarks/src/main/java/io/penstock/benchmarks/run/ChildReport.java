package io.penstock.benchmarks.run;

import java.util.List;
import java.util.Map;

/**
 * What a child says about its run.
 *
 * @param loggedNanos from the first log call until the last one returned
 * @param drainedNanos from the first log call until the framework's own stop returned
 * @param syncedNanos from the first log call until every file was also synced to the device
 * @param lastNumbers by worker and kind: the last number logged
 * @param counters Penstock's own counters just before the stop; empty for others
 * @param latencyNanos percentile to the nanoseconds of a log call; empty unless asked for
 */
public record ChildReport(
        long loggedNanos,
        long drainedNanos,
        long syncedNanos,
        List<long[]> lastNumbers,
        Map<String, Long> counters,
        Map<String, Long> latencyNanos) {
    public ChildReport {
        lastNumbers = List.copyOf(lastNumbers);
        counters = Map.copyOf(counters);
        latencyNanos = Map.copyOf(latencyNanos);
    }
}

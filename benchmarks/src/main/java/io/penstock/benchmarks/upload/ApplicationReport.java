package io.penstock.benchmarks.upload;

import java.util.List;
import java.util.Map;

/**
 * What a child says that logged while its files were uploaded.
 *
 * @param loggedNanos from the first log call until the last one returned
 * @param sealedNanos from the first log call until every line was in a sealed file
 * @param stoppedNanos from the first log call until the framework's own stop returned
 * @param lastNumbers by worker and kind: the last number logged
 * @param counters Penstock's own, when the last log call had returned
 */
public record ApplicationReport(
        long loggedNanos, long sealedNanos, long stoppedNanos, List<long[]> lastNumbers, Map<String, Long> counters) {
    public ApplicationReport {
        lastNumbers = List.copyOf(lastNumbers);
        counters = Map.copyOf(counters);
    }

    /** Lines that Penstock says it dropped, for whatever reason. */
    long dropped() {
        return counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("Dropped"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

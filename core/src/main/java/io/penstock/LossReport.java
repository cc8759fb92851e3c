package io.penstock;

import io.penstock.status.Reports;
import java.util.Map;
import java.util.TreeMap;

/** Reports accepted records that could not be written: at once, or, while a pipeline closes, in one message for all its events. Any thread. */
final class LossReport {
    private static final int MOST_EVENTS = 10;

    private final Reports reports;
    private final Map<String, Long> lost = new TreeMap<>();
    private boolean collecting;

    LossReport(Reports reports) {
        this.reports = reports;
    }

    /** The records are counted as {@code lostWrite} already. */
    synchronized void add(String event, long records) {
        lost.merge(event, records, Long::sum);
        if (!collecting) {
            report();
        }
    }

    /** Keeps what is added until {@link #report}. */
    synchronized void collect() {
        collecting = true;
    }

    /** Says what was lost, if anything was; what is added later is reported at once. */
    synchronized void report() {
        collecting = false;
        if (lost.isEmpty()) {
            return;
        }
        long records = lost.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder events = new StringBuilder();
        lost.entrySet().stream()
                .limit(MOST_EVENTS)
                .forEach(event -> events.append(events.isEmpty() ? "" : ", ")
                        .append("event ")
                        .append(event.getKey())
                        .append(": ")
                        .append(event.getValue()));
        if (lost.size() > MOST_EVENTS) {
            events.append(", and ").append(lost.size() - MOST_EVENTS).append(" further events");
        }
        lost.clear();
        reports.error(
                "lost " + events,
                records + " records could not be written before the time to close was over, and are lost (" + events
                        + "); they are counted as lostWrite",
                null);
    }
}

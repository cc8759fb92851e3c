package io.penstock.status;

import java.util.Map;

/** A snapshot: the total (closed events folded in) and one entry per live event. */
public record PipelineStats(EventStats total, Map<String, EventStats> events) {
    public PipelineStats {
        events = Map.copyOf(events);
    }
}

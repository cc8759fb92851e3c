package io.penstock.status;

import java.util.Map;

/** What one event, or all together, counted, by the names of the configuration contract. */
public record EventStats(Map<String, Long> values) {
    public EventStats {
        values = Map.copyOf(values);
    }

    /** The counter of this name; 0 when it does not count here. */
    public long get(String name) {
        return values.getOrDefault(name, 0L);
    }
}

package io.penstock.file;

import io.penstock.status.EventCounters;
import java.util.function.Function;

/**
 * Where a spool counts what it does beside the live files.
 *
 * @param total for what belongs to no live event
 * @param ofEvent by its sanitised name; the total's where it does not live. Any thread
 */
public record SpoolCounters(EventCounters total, Function<String, EventCounters> ofEvent) {
    /** Everything in one place. */
    public static SpoolCounters allIn(EventCounters total) {
        return new SpoolCounters(total, event -> total);
    }
}

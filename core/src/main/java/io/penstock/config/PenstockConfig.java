package io.penstock.config;

import java.util.Map;

/**
 * Everything one pipeline is told, parsed and checked. Immutable.
 *
 * @param spool where the files are and what is common to all of them
 * @param routing from the event key's values to live events
 * @param memory what all events share
 * @param lifecycle stop and management
 * @param retention bounds of the local sealed files
 * @param event what holds for every event without an override
 * @param overrides by sanitised event name, complete: what an override leaves unset is filled in from {@code event}
 */
public record PenstockConfig(
        SpoolConfig spool,
        RoutingConfig routing,
        MemoryConfig memory,
        LifecycleConfig lifecycle,
        RetentionConfig retention,
        EventConfig event,
        Map<String, EventConfig> overrides) {
    public PenstockConfig {
        overrides = Map.copyOf(overrides);
    }

    /** The settings of one event, by its sanitised name. */
    public EventConfig event(String sanitisedName) {
        return overrides.getOrDefault(sanitisedName, event);
    }

    /** Parses and checks an appender element; never throws for what the user wrote. */
    public static ParsedConfig parse(RawElement appender) {
        throw new UnsupportedOperationException(); // being written
    }
}

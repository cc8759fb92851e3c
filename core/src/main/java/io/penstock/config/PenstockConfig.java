package io.penstock.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param upload where sealed files go; null when they stay
 */
public record PenstockConfig(
        SpoolConfig spool,
        RoutingConfig routing,
        MemoryConfig memory,
        LifecycleConfig lifecycle,
        RetentionConfig retention,
        EventConfig event,
        Map<String, EventConfig> overrides,
        @Nullable UploadConfig upload) {
    /** Copies the overrides. */
    public PenstockConfig {
        overrides = Map.copyOf(overrides);
    }

    /** The settings of one event, by its sanitised name. */
    public EventConfig event(String sanitisedName) {
        return overrides.getOrDefault(sanitisedName, event);
    }

    /**
     * Parses and checks an appender element, by the rules of the configuration contract. Reads the kernel's host name and the machine's memory, and opens nothing else; any
     * thread.
     *
     * @return the configuration, or every problem at once; never throws for what the user wrote
     */
    public static ParsedConfig parse(RawElement appender) {
        return parse(appender, Machine.here());
    }

    static ParsedConfig parse(RawElement element, Machine machine) {
        ElementReader appender = ElementReader.of(element);
        SpoolConfig spool = SpoolConfig.read(appender, machine);
        RoutingConfig routing = RoutingConfig.read(appender);
        MemoryConfig memory = appender.only(ElementKind.BUFFER, buffer -> MemoryConfig.read(buffer, machine));
        LifecycleConfig lifecycle = LifecycleConfig.read(appender);
        RetentionConfig retention = appender.only(ElementKind.RETENTION, RetentionConfig::read);
        EventConfig.Written event = EventConfig.Written.read(appender, EventConfig.Written.DEFAULTS, machine);
        Map<String, EventConfig> overrides = overrides(appender, event, machine);
        appender.read("ignoreExceptions", WordText.BOOLEAN, true); // the framework's, checked where it comes by
        @Nullable
        UploadConfig upload = new Uploads(appender, spool, largestFileBytes(event, overrides), machine).read();

        List<Problem> problems = appender.problems();
        return problems.isEmpty()
                ? ParsedConfig.valid(new PenstockConfig(
                        spool, routing, memory, lifecycle, retention, event.resolve(machine), overrides, upload))
                : ParsedConfig.invalid(problems);
    }

    private static long largestFileBytes(EventConfig.Written event, Map<String, EventConfig> overrides) {
        return overrides.values().stream()
                .mapToLong(override -> override.rotation().sizeBytes())
                .reduce(event.rotation().sizeBytes(), Math::max);
    }

    private static Map<String, EventConfig> overrides(
            ElementReader appender, EventConfig.Written inherited, Machine machine) {
        Map<String, EventConfig> overrides = new LinkedHashMap<>();
        for (ElementReader override : appender.children(ElementKind.OVERRIDE)) {
            String event = override.require("name", RoutingConfig.EVENT, "");
            EventConfig config =
                    EventConfig.Written.read(override, inherited, machine).resolve(machine);
            if (!event.isEmpty() && overrides.putIfAbsent(event, config) != null) {
                override.refuse("name", "is the event " + event + ", for which there is an override already");
            }
        }
        return overrides;
    }
}

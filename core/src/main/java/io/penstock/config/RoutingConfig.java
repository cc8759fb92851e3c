package io.penstock.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * From the event key's values to live events.
 *
 * @param eventKey the context-data key that names the event; read by the adapters only
 * @param defaultEvent sanitised
 * @param overflowEvent sanitised
 * @param events opened at start; sanitised, without duplicates
 * @param maxEvents live events at once, the default and the overflow event not counted; {@link Integer#MAX_VALUE} when unlimited
 * @param idleTimeout {@link Limits#UNLIMITED} when unlimited
 */
public record RoutingConfig(
        String eventKey,
        String defaultEvent,
        String overflowEvent,
        List<String> events,
        int maxEvents,
        Duration idleTimeout) {
    private static final int MOST_EVENTS = 1_000_000;

    private static final ValueParser<String> TEXT = text -> {
        if (text.isEmpty()) {
            throw new BadValue("must not be empty");
        }
        return text;
    };

    /** One event's name, sanitised. */
    static final ValueParser<String> EVENT = text -> EventNames.sanitise(TEXT.parse(text));

    private static final ValueParser<List<String>> EVENTS = text -> {
        Set<String> events = new LinkedHashSet<>();
        for (String event : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (event.isBlank()) {
                throw new BadValue("must be event names separated by commas, none of them empty");
            }
            events.add(EventNames.sanitise(event.strip()));
        }
        return List.copyOf(events);
    };

    /** Copies the events. */
    public RoutingConfig {
        events = List.copyOf(events);
    }

    static RoutingConfig read(ElementReader appender) {
        RoutingConfig routing = new RoutingConfig(
                appender.read("eventKey", TEXT, "event"),
                appender.read("defaultEvent", EVENT, "default"),
                appender.read("overflowEvent", EVENT, "overflow"),
                appender.read("events", EVENTS, List.of()),
                appender.read("maxEvents", NumberText.whole(1, MOST_EVENTS).orUnlimited(Integer.MAX_VALUE), 64),
                appender.read(
                        "idleTimeout", DurationText.PERIOD.orUnlimited(Limits.UNLIMITED), Duration.ofMinutes(10)));
        long counted = routing.events.stream()
                .filter(event -> !event.equals(routing.defaultEvent) && !event.equals(routing.overflowEvent))
                .count();
        if (counted > routing.maxEvents && !appender.isWrong("maxEvents")) {
            appender.refuse("events", "names " + counted + " events, but maxEvents is " + routing.maxEvents);
        }
        return routing;
    }
}

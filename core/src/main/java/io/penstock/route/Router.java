package io.penstock.route;

import io.penstock.config.EventNames;
import io.penstock.config.RoutingConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From a routing value to its live event: sanitised, opened on its first record, sent to the overflow event when there are too many (I13, I14). Any thread; a value that has been seen costs
 * one map read.
 *
 * @param <T> a live event
 */
public final class Router<T> {
    /** Values remembered; when there are more they are forgotten all at once, and looked up afresh. */
    static final int MAX_CACHED = 4096;

    private volatile RoutingConfig config;
    private volatile boolean closed;
    private final Function<String, @Nullable T> open;
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<String, Route<T>> byValue = new ConcurrentHashMap<>();
    private final Map<String, T> live = new ConcurrentHashMap<>();

    /** @param open opens the event of a sanitised name; null when there is no memory for it */
    public Router(RoutingConfig config, Function<String, @Nullable T> open) {
        this.config = config;
        this.open = open;
    }

    /** The event of a routing value, opened if need be; null when not even the overflow event can be opened. */
    public @Nullable Route<T> route(String value) {
        Route<T> known = byValue.get(value);
        return known != null ? known : find(value);
    }

    /** The event of this value is closed: look again. */
    public @Nullable Route<T> reroute(String value, Route<T> closed) {
        byValue.remove(value, closed);
        return route(value);
    }

    /** The event was closed, or is about to be: records of its values open a new one. */
    public void forget(String name, T closed) {
        live.remove(name, closed);
        byValue.clear(); // values that overflowed may have a place now
    }

    /** Memory may be had again: values that overflowed are looked up afresh. */
    public void lookAgain() {
        byValue.clear();
    }

    /** Other bounds from now on. */
    public void reconfigure(RoutingConfig next) {
        config = next;
        byValue.clear();
    }

    /** Opens no event after this; the live ones are those of {@link #live()}. */
    public void close() {
        opening.lock();
        try {
            closed = true;
        } finally {
            opening.unlock();
        }
    }

    /** Live events by name. */
    public Map<String, T> live() {
        return new TreeMap<>(live);
    }

    /** How many events are live. */
    public int liveCount() {
        return live.size();
    }

    /** Whether the event of this sanitised name is live. */
    public boolean isLive(String name) {
        return live.containsKey(name);
    }

    /** Whether it is this one. */
    public boolean isLive(String name, T target) {
        return target.equals(live.get(name));
    }

    /** Names of the live events. */
    public Set<String> names() {
        return new TreeSet<>(live.keySet());
    }

    /** The live event of this routing value, if there is one; opens none. */
    public Optional<T> peek(String value) {
        return Optional.ofNullable(live.get(EventNames.sanitise(value)));
    }

    private @Nullable Route<T> find(String value) {
        String name = EventNames.sanitise(value);
        T target = live.get(name);
        boolean overflowed = false;
        if (target == null) {
            opening.lock();
            try {
                target = openIfAllowed(name);
                if (target == null) {
                    overflowed = true;
                    target = openIfAllowed(config.overflowEvent());
                }
            } finally {
                opening.unlock();
            }
        }
        if (target == null) {
            return null;
        }
        Route<T> route = new Route<>(target, overflowed);
        if (byValue.size() >= MAX_CACHED) {
            byValue.clear();
        }
        byValue.put(value, route);
        return route;
    }

    private @Nullable T openIfAllowed(String name) {
        T target = live.get(name);
        if (target == null && !closed && (isReserved(name) || count() < config.maxEvents())) {
            target = open.apply(name);
            if (target != null) {
                live.put(name, target);
            }
        }
        return target;
    }

    /** The two events that every record can fall back to. */
    private boolean isReserved(String name) {
        return name.equals(config.defaultEvent()) || name.equals(config.overflowEvent());
    }

    private int count() {
        int reserved = live.containsKey(config.defaultEvent()) ? 1 : 0;
        boolean different = !config.overflowEvent().equals(config.defaultEvent());
        reserved += different && live.containsKey(config.overflowEvent()) ? 1 : 0;
        return live.size() - reserved;
    }
}

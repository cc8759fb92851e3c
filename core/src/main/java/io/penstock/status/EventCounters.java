package io.penstock.status;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one event. Any thread. Not for the append path's common case: what every append would count there is derived from its tickets instead.
 */
public final class EventCounters {
    private static final Counter[] COUNTERS = Counter.values();

    private final AtomicLongArray values = new AtomicLongArray(COUNTERS.length);

    public void add(Counter counter, long amount) {
        values.getAndAdd(counter.ordinal(), amount);
    }

    public void increment(Counter counter) {
        values.getAndIncrement(counter.ordinal());
    }

    /** Raises a {@code …Max} counter to {@code value} if it is lower. */
    public void raise(Counter counter, long value) {
        values.accumulateAndGet(counter.ordinal(), value, Math::max);
    }

    public long get(Counter counter) {
        return values.get(counter.ordinal());
    }

    /** Folds another event's counts into this one: sums are added, maxima kept. */
    public void fold(EventCounters other) {
        for (Counter counter : COUNTERS) {
            if (counter.isMaximum()) {
                raise(counter, other.get(counter));
            } else {
                add(counter, other.get(counter));
            }
        }
    }
}

package io.penstock.status;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one event. Any thread. Not for the append path's common case: what every append would count there is derived from its tickets instead.
 */
public final class EventCounters {
    private static final Counter[] COUNTERS = Counter.values();

    private final AtomicLongArray values = new AtomicLongArray(COUNTERS.length);
    private volatile @Nullable EventCounters heir;

    public void add(Counter counter, long amount) {
        values.getAndAdd(counter.ordinal(), amount);
        passOn(counter);
    }

    public void increment(Counter counter) {
        values.getAndIncrement(counter.ordinal());
        passOn(counter);
    }

    /** Raises a {@code …Max} counter to {@code value} if it is lower. */
    public void raise(Counter counter, long value) {
        values.accumulateAndGet(counter.ordinal(), value, Math::max);
        passOn(counter);
    }

    public long get(Counter counter) {
        return values.get(counter.ordinal());
    }

    /** The event is closed: all that is counted here belongs to {@code total}, also what is counted later (its last file is sealed, an append of before is dropped). */
    public void retireInto(EventCounters total) {
        heir = total;
        for (Counter counter : COUNTERS) {
            passOn(counter);
        }
    }

    /** After a store to the counter, as {@link #retireInto} stores the heir before it looks at the counters: so one of the two takes each amount, and none takes it twice. */
    private void passOn(Counter counter) {
        EventCounters total = heir;
        if (total != null) {
            long amount = values.getAndSet(counter.ordinal(), 0);
            if (counter.isMaximum()) {
                total.raise(counter, amount);
            } else {
                total.add(counter, amount);
            }
        }
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

package io.penstock.file;

import io.penstock.config.EventTime;
import io.penstock.config.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The span of time whose records an event's live file takes: from one multiple of the rotation interval since the epoch to
 * the next. Files that follow one another within a slot share it; it survives a seal.
 *
 * <p>The slot is over when the wall clock has passed its end, whatever the records' times; only then do these times decide
 * which record opens the next file. So records of old, future or constant times never cause more than one file a slot.
 * A clock that is set back shortens the slot. Flush thread only.
 */
public final class TimeSlot {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final InstantSource clock;
    private final Supplier<Duration> interval;

    /** {@link Long#MIN_VALUE} as long as no boundary has been passed. */
    private long startMillis = Long.MIN_VALUE;

    private long endMillis;

    /** @param interval {@link Limits#UNLIMITED} without boundaries; it may change at any time */
    public TimeSlot(InstantSource clock, Supplier<Duration> interval) {
        this.clock = clock;
        this.interval = interval;
        endMillis = boundaryAfter(clock.millis());
    }

    /** Nanoseconds until the wall clock reaches the slot's end, none or negative from then on; {@link Long#MAX_VALUE} without an interval. */
    public long nanosToEnd() {
        long now = clock.millis();
        long upcoming = boundaryAfter(now);
        if (endMillis > upcoming) {
            // the clock was set back, or the interval is shorter now
            endMillis = upcoming;
            startMillis = Math.min(startMillis, upcoming - intervalMillis());
        }
        return upcoming == Long.MAX_VALUE ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(endMillis - now);
    }

    /** The slot's end in nanoseconds since the epoch, once it is over: records from that time on belong to a later file; before, {@link Long#MAX_VALUE}. */
    public long limitNanos() {
        return nanosToEnd() <= 0 ? EventTime.nanosOfMillis(endMillis) : Long.MAX_VALUE;
    }

    /** The boundary that opened the slot, in nanoseconds since the epoch; {@link Long#MIN_VALUE} before any was passed. */
    public long startNanos() {
        return EventTime.nanosOfMillis(startMillis);
    }

    /** The end of the slot in which the wall clock is, in milliseconds since the epoch: for {@link #moveOn}. */
    public long upcomingMillis() {
        return boundaryAfter(clock.millis());
    }

    /**
     * Another slot begins, since no record of the one before is left.
     *
     * @param newEndMillis an {@link #upcomingMillis} from before it was known that none is left: records since then may lie
     *     in slots that are over by now
     */
    public void moveOn(long newEndMillis) {
        moveTo(newEndMillis);
    }

    /**
     * A record becomes the first of its file. If the slot is over and the record's time is not in it, the slot of that time
     * begins, but none that the wall clock has not reached.
     *
     * @return whether another slot begins
     */
    public boolean open(long timestampNanos) {
        if (!EventTime.isKnown(timestampNanos) || timestampNanos < limitNanos()) {
            return false;
        }
        long own = boundaryAfter(Math.floorDiv(timestampNanos, NANOS_PER_MILLI));
        moveTo(Math.min(own, boundaryAfter(clock.millis())));
        return true;
    }

    private void moveTo(long boundary) {
        if (boundary > endMillis) {
            startMillis = boundary == Long.MAX_VALUE ? endMillis : boundary - intervalMillis();
            endMillis = boundary;
        }
    }

    private long boundaryAfter(long millis) {
        long length = intervalMillis();
        return length == Long.MAX_VALUE ? Long.MAX_VALUE : (Math.floorDiv(millis, length) + 1) * length;
    }

    private long intervalMillis() {
        Duration length = interval.get();
        return length.equals(Limits.UNLIMITED) ? Long.MAX_VALUE : Math.max(1, Limits.nanos(length) / NANOS_PER_MILLI);
    }
}

package io.penstock.flush;

import java.util.concurrent.TimeUnit;

/** Since when an event has had no record. It looks several times in an idle time-out, however rarely the event is flushed. Flush thread. */
final class IdleWatch {
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LOOKS = 4;

    private long accepted;
    private long newsAt;
    private long at;

    void start(long now) {
        newsAt = now;
    }

    /** Looks; {@link Long#MAX_VALUE} nanoseconds are never. */
    boolean isIdle(long now, long acceptedNow, long idleNanos) {
        at = idleNanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + Math.max(LEAST_NANOS, idleNanos / LOOKS);
        if (acceptedNow != accepted) {
            accepted = acceptedNow;
            newsAt = now;
        }
        return now - newsAt >= idleNanos;
    }

    /** When to look again at the latest. */
    long at() {
        return at;
    }
}

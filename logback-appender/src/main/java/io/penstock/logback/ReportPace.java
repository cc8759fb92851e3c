package io.penstock.logback;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what may happen with every record from filling the status channel: the first is reported, then one in half a minute. Any thread. */
final class ReportPace {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AtomicLong occurrences = new AtomicLong();
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    /** Counts one occurrence; the number so far if it is to be reported, else 0. */
    long occurred() {
        long count = occurrences.incrementAndGet();
        long now = System.nanoTime();
        long next = nextNanos.get();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL_NANOS) ? count : 0;
    }
}

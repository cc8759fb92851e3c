package io.penstock.file;

/** How long to wait before the next attempt: 10 ms, doubling up to 5 s. Not shared between threads. */
final class Backoff {
    private static final long FIRST_NANOS = 10_000_000L;
    private static final long MOST_NANOS = 5_000_000_000L;

    private long next = FIRST_NANOS;

    long nextNanos() {
        long now = next;
        next = Math.min(2 * now, MOST_NANOS);
        return now;
    }

    void reset() {
        next = FIRST_NANOS;
    }
}

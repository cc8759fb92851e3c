package io.penstock.upload;

import java.util.concurrent.TimeUnit;

/**
 * How long to wait before something is tried again.
 *
 * @param firstTransientNanos before the first repetition of what may work in a moment; doubles, and any part of it may be chosen
 * @param mostTransientNanos what that doubles up to
 * @param firstPermanentNanos before the first repetition of what somebody has to change first; doubles
 * @param mostPermanentNanos what that doubles up to
 * @param lookNanos between two looks for what the dead have left
 */
record Patience(
        long firstTransientNanos,
        long mostTransientNanos,
        long firstPermanentNanos,
        long mostPermanentNanos,
        long lookNanos) {
    static final Patience DEFAULT = new Patience(
            TimeUnit.MILLISECONDS.toNanos(200),
            TimeUnit.SECONDS.toNanos(15),
            TimeUnit.SECONDS.toNanos(15),
            TimeUnit.MINUTES.toNanos(5),
            TimeUnit.SECONDS.toNanos(30));

    /** @param jitter from 0 to 1: clients that failed together must not come back together */
    long transientNanos(int failures, double jitter) {
        return (long) (jitter * doubled(firstTransientNanos, failures, mostTransientNanos));
    }

    long permanentNanos(int failures) {
        return doubled(firstPermanentNanos, failures, mostPermanentNanos);
    }

    private static long doubled(long first, int failures, long most) {
        long nanos = first;
        for (int i = 1; i < failures && nanos < most; i++) {
            nanos *= 2;
        }
        return Math.min(most, nanos);
    }
}

package io.penstock.upload;

import org.jspecify.annotations.Nullable;

/**
 * Whether the store as a whole is out of reach: three failures in a row, of two files at least, without a success. Then one file at a time probes it, so that an outage costs nothing, however many
 * files wait; and not always the same file, so that a bad one keeps none of the others back. Under the dispatcher's lock.
 */
final class Outage {
    private static final int FAILURES = 3;

    private final Patience patience;
    private int failuresInARow;
    private @Nullable WaitingFile lastFailed;
    private boolean severalFailed;
    private boolean permanent;
    private @Nullable WaitingFile probe;
    private long probeDueNanos;

    Outage(Patience patience) {
        this.patience = patience;
    }

    boolean isDown() {
        return failuresInARow >= FAILURES && severalFailed;
    }

    /** Whether it lasts until somebody changes something. */
    boolean isPermanent() {
        return isDown() && permanent;
    }

    boolean mayProbe(long now) {
        return probe == null && now - probeDueNanos >= 0;
    }

    /** When the next probe is due; meaningful while none is under way. */
    long probeDueNanos() {
        return probeDueNanos;
    }

    boolean isProbing() {
        return probe != null;
    }

    void begin(WaitingFile file) {
        if (isDown()) {
            probe = file;
        }
    }

    void failed(WaitingFile file, boolean permanently, double jitter, long now) {
        ended(file);
        failuresInARow++;
        severalFailed |= lastFailed != null && lastFailed != file;
        lastFailed = file;
        permanent = permanently;
        long wait = permanently
                ? patience.firstPermanentNanos()
                : patience.transientNanos(failuresInARow - FAILURES + 1, jitter);
        probeDueNanos = now + wait;
    }

    /** The file's attempt is over and says nothing about the store. */
    void ended(WaitingFile file) {
        if (probe == file) {
            probe = null;
        }
    }

    void over() {
        failuresInARow = 0;
        lastFailed = null;
        severalFailed = false;
        permanent = false;
        probe = null;
    }
}

package io.penstock.upload;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What waits of one event, or of all, kept up to date: looking is cheap however many wait. Under the dispatcher's lock. */
final class Gauge {
    private final NavigableSet<WaitingFile> bySince =
            new TreeSet<>(Comparator.<WaitingFile>comparingLong(waiting -> waiting.sinceNanos)
                    .thenComparing(waiting -> waiting.file.name()));
    private long bytes;
    private long inFlight;

    void add(WaitingFile waiting) {
        bySince.add(waiting);
        bytes += waiting.file.bytes();
    }

    void remove(WaitingFile waiting) {
        bySince.remove(waiting);
        bytes -= waiting.file.bytes();
    }

    void inFlight(int change) {
        inFlight += change;
    }

    boolean isEmpty() {
        return bySince.isEmpty();
    }

    UploadGauges at(long now) {
        long oldest = bySince.isEmpty() ? 0 : Math.max(0, now - bySince.first().sinceNanos);
        return new UploadGauges(bySince.size(), bytes, TimeUnit.NANOSECONDS.toSeconds(oldest), inFlight);
    }
}

package io.penstock;

import io.penstock.status.Reports;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reports when an event begins to drop records, every minute while it goes on, and says how many they were when it has ended. */
final class DropReport {
    private static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String event;
    private final Reports reports;
    private final AtomicLong dropped = new AtomicLong();
    private volatile long lastNanos;
    private volatile boolean told;

    DropReport(String event, Reports reports) {
        this.event = event;
        this.reports = reports;
    }

    /** Any thread. */
    void dropped(Append cause) {
        long count = dropped.incrementAndGet();
        lastNanos = System.nanoTime();
        if (count > 1 && told) {
            return;
        }
        try {
            reports.error("drop " + event, "event " + event + ": records are being dropped (" + cause + ")", null);
            told = true;
        } catch (OutOfMemoryError e) {
            told = false; // for the message; the drop is counted, and the next one reports it
        }
    }

    /** Now and then, by the flush thread. */
    void checkOver() {
        if (told && System.nanoTime() - lastNanos > OVER_NANOS) {
            over();
        }
    }

    /** The event is closed. */
    void closed() {
        if (told) {
            over();
        }
    }

    private void over() {
        told = false;
        reports.ended(
                "drop " + event,
                "event " + event + ": records are no longer dropped; there were " + dropped.getAndSet(0));
    }
}

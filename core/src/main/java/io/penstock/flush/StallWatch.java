package io.penstock.flush;

import io.penstock.status.Reports;
import java.util.concurrent.TimeUnit;

/** How long an event has been waiting for a frame that is claimed and not published: its writer is descheduled, or dead. Told after a second. Flush thread. */
final class StallWatch {
    private static final long TOLD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SLOW_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String event;
    private final Reports reports;
    private long since = Long.MAX_VALUE;

    StallWatch(String event, Reports reports) {
        this.event = event;
        this.reports = reports;
    }

    /** The merge ended for another reason. */
    void over(long now) {
        if (isTold(now)) {
            reports.over("stalled " + event, "event " + event + ": the record it waited for has been published");
        }
        since = Long.MAX_VALUE;
    }

    /** The merge ended at such a frame. */
    void stalled(long now) {
        since = Math.min(since, now);
        if (isTold(now)) {
            reports.warn(
                    "stalled " + event,
                    "event " + event
                            + ": a record has been claimed for over a second and not been published; its thread does not run or has died");
        }
    }

    /** How long to wait before looking again: within a millisecond at first, less often once it has been reported. */
    long nextLookNanos(long now) {
        return isTold(now) ? SLOW_LOOK_NANOS : LOOK_NANOS;
    }

    boolean isStalled() {
        return since != Long.MAX_VALUE;
    }

    /** For a second and more. */
    boolean isTold(long now) {
        return isStalled() && now - since >= TOLD_AFTER_NANOS;
    }
}

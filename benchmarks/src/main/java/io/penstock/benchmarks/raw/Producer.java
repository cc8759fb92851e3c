package io.penstock.benchmarks.raw;

import io.penstock.Append;
import io.penstock.Penstock;
import java.util.concurrent.TimeUnit;

/** A thread that appends numbered records as fast as it can, event after event in turn. */
final class Producer implements Runnable {
    private static final int TIMESTAMP_EVERY = 1 << 10;
    private static final int TENTHS = 10;

    private final Penstock penstock;
    private final String[] events;
    private final NumberedRecord record;
    private final long records;
    private long accepted;
    private long firstTenthNanos;
    private long lastTenthNanos;

    Producer(Penstock penstock, String[] events, NumberedRecord record, long records) {
        this.penstock = penstock;
        this.events = events;
        this.record = record;
        this.records = records;
    }

    @Override
    public void run() {
        long tenth = records / TENTHS;
        appendUpTo(0, tenth);
        firstTenthNanos = System.nanoTime();
        appendUpTo(tenth, records - tenth);
        lastTenthNanos = System.nanoTime();
        appendUpTo(records - tenth, records);
    }

    /** Records that were accepted; like the rest, read it after the thread has ended. */
    long accepted() {
        return accepted;
    }

    double steadyRecordsPerSecond() {
        long steady = records - 2 * (records / TENTHS);
        return steady * (double) TimeUnit.SECONDS.toNanos(1) / (lastTenthNanos - firstTenthNanos);
    }

    private void appendUpTo(long from, long to) {
        long timestampNanos = 0;
        int event = 0;
        for (long i = from; i < to; i++) {
            if (i % TIMESTAMP_EVERY == 0 || timestampNanos == 0) {
                timestampNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            }
            byte[] bytes = record.next();
            Append outcome = penstock.append(events[event], timestampNanos, false, bytes, 0, bytes.length);
            if (outcome == Append.ACCEPTED) {
                accepted++;
            }
            event = event + 1 == events.length ? 0 : event + 1;
        }
    }
}

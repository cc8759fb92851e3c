package io.penstock.benchmarks.load;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Times every log call as its caller sees it, and keeps the worker to a pace. The pace is kept per request: a worker that is late
 * does not wait. A paced call that took longer than the interval also counts for the calls that it held up
 * (HdrHistogram's correction for coordinated omission).
 */
public final class TimedRequestLog implements RequestLog {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final RequestLog log;
    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
    private final long nanosPerLine;
    private final long nanosPerRequest;
    private long due;

    public TimedRequestLog(RequestLog log, Load load) {
        this.log = log;
        nanosPerLine = load.linesPerSecond() == 0 ? 0 : 1_000_000_000L * load.threads() / load.linesPerSecond();
        nanosPerRequest = nanosPerLine * load.linesPerRequest();
    }

    /** What was measured; read it after the worker has ended. */
    public Histogram nanos() {
        return nanos;
    }

    @Override
    public void begin(String event) {
        if (nanosPerRequest > 0) {
            awaitDue();
        }
        log.begin(event);
    }

    @Override
    public void line(String event, long number, int customer, int amount, int millis) {
        long start = System.nanoTime();
        log.line(event, number, customer, amount, millis);
        nanos.recordValueWithExpectedInterval(System.nanoTime() - start, nanosPerLine);
    }

    @Override
    public void end() {
        log.end();
    }

    private void awaitDue() {
        long now = System.nanoTime();
        if (due == 0) {
            due = now;
        }
        due += nanosPerRequest;
        for (long wait = due - now; wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }
}

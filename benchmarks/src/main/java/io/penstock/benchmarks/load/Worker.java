package io.penstock.benchmarks.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One thread of the service: handles requests of random kinds and numbers its lines per kind from 1, so that a reader can tell what is missing. */
final class Worker implements Runnable {
    private static final int PROGRESS_STEP = 1 << 12;

    private final int number;
    private final Load load;
    private final RequestLog log;
    private final List<String> kinds;
    private final long[] lastNumbers;
    private volatile long logged;

    Worker(int number, Load load, RequestLog log) {
        this.number = number;
        this.load = load;
        this.log = log;
        kinds = EventKinds.names(load.events());
        lastNumbers = new long[load.events()];
    }

    @Override
    public void run() {
        RandomGenerator random = new SplittableRandom(number);
        long records = load.recordsOf(number);
        long done = 0;
        long report = PROGRESS_STEP;
        while (done < records) {
            int kind = EventKinds.pick(random, load.events());
            int lines = (int) Math.min(load.linesPerRequest(), records - done);
            handle(random.nextInt(1_000_000), kind, lines);
            done += lines;
            if (done >= report) {
                logged = done;
                report += PROGRESS_STEP;
            }
        }
        logged = done;
    }

    private void handle(int customer, int kind, int lines) {
        String event = kinds.get(kind);
        log.begin(event);
        for (int i = 0; i < lines; i++) {
            log.line(event, ++lastNumbers[kind], customer, customer % 9973, i);
        }
        log.end();
    }

    /** Lines so far, now and then brought up to date. Any thread. */
    long logged() {
        return logged;
    }

    /** The last number logged per kind; read it after the worker has ended. */
    long[] lastNumbers() {
        return lastNumbers.clone();
    }
}

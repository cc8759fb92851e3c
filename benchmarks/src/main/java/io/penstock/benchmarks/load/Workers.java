package io.penstock.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** All worker threads of a run: ready first, then released together. */
public final class Workers {
    private static final long PROGRESS_MILLIS = 250;

    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);

    /** @param logs called once per worker */
    public Workers(Load load, Supplier<RequestLog> logs) {
        CountDownLatch ready = new CountDownLatch(load.threads());
        for (int number = 0; number < load.threads(); number++) {
            Worker worker = new Worker(number, load, logs.get());
            Thread thread = new Thread(() -> runFrom(ready, worker), "worker-" + number);
            workers.add(worker);
            threads.add(thread);
            thread.start();
        }
        awaitUninterrupted(ready);
    }

    /** Releases the workers and waits for all of them, telling {@code progress} the lines logged so far. */
    public void run(LongConsumer progress) throws InterruptedException {
        start.countDown();
        for (Thread thread : threads) {
            thread.join(PROGRESS_MILLIS);
            while (thread.isAlive()) {
                progress.accept(logged());
                thread.join(PROGRESS_MILLIS);
            }
        }
    }

    /** By worker and kind: the last number logged, which is also how many lines there must be. */
    public List<long[]> lastNumbers() {
        return workers.stream().map(Worker::lastNumbers).toList();
    }

    private long logged() {
        return workers.stream().mapToLong(Worker::logged).sum();
    }

    private void runFrom(CountDownLatch ready, Worker worker) {
        ready.countDown();
        awaitUninterrupted(start);
        worker.run();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts a benchmark's threads", e);
        }
    }
}

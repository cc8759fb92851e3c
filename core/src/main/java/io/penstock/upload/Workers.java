package io.penstock.upload;

import io.penstock.platform.Platform;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code penstock-upload-n}: threads for files and parts alike. Whoever gets one has it at once; nothing queues here, so that a file that needs a hand and finds none sends its part itself, and no two
 * files wait for each other.
 */
final class Workers {
    private static final int IDLE_SECONDS = 10;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor threads;
    private final Runnable freed;
    private int most;
    private int taken;
    private volatile boolean brokenOff;

    /** @param freed told whenever a worker is free again */
    Workers(int most, Runnable freed) {
        this.most = most;
        this.freed = freed;
        // the queue is for the instant in which a thread has ended its task and not yet come back for the next
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Runnable behindTheApplication = () -> {
            boolean unused = Platform.get().yieldToOthers();
            work.run();
        };
        Thread thread = new Thread(behindTheApplication, "penstock-upload-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** From the next task on. */
    synchronized void resize(int workers) {
        if (workers > most) {
            threads.setMaximumPoolSize(workers);
            threads.setCorePoolSize(workers);
        } else {
            threads.setCorePoolSize(workers);
            threads.setMaximumPoolSize(workers);
        }
        most = workers;
    }

    /** Takes a worker: {@link #run} or {@link #giveBack} must follow. */
    synchronized boolean take() {
        if (taken >= most) {
            return false;
        }
        taken++;
        return true;
    }

    void giveBack() {
        synchronized (this) {
            taken--;
        }
        freed.run();
    }

    /** Lets the worker that was taken do the work; false, with the worker given back, when there is no thread for it. */
    boolean run(Runnable work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    giveBack();
                }
            });
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            giveBack();
            return false;
        }
    }

    /** Does the work on a free worker; false when there is none. */
    boolean tryRun(Runnable work) {
        return take() && run(work);
    }

    /** What is under way is to end as soon as it can. */
    void breakOff() {
        brokenOff = true;
    }

    boolean isBrokenOff() {
        return brokenOff;
    }

    /** Threads end when their tasks are done. */
    void shutdown() {
        threads.shutdown();
    }
}

package io.penstock.file;

import io.penstock.status.Reports;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code penstock-watch}: compares, once a second, each unsealed file's name and length with what was written to it, and sees
 * that the spool's directories are there. For events that are quiet: one that is written to is compared with each batch.
 *
 * <p>A thread of its own, since a comparison may hang with the file system, and nothing else is to hang with it (R3). Never
 * interrupted: stopped by a flag and unpark.
 */
final class Watch {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Set<UnsealedFile> files = ConcurrentHashMap.newKeySet();
    private final Uninterrupted.Effect restore;
    private final Reports reports;
    private final Thread thread = new Thread(this::run, "penstock-watch");
    private volatile boolean stopped;

    /** @param restore makes directories again that are gone */
    Watch(Uninterrupted.Effect restore, Reports reports) {
        this.restore = restore;
        this.reports = reports;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits for nothing: a comparison may hang. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Any thread. */
    void add(UnsealedFile file) {
        files.add(file);
    }

    /** Any thread. */
    void remove(UnsealedFile file) {
        files.remove(file);
    }

    private void run() {
        long due = System.nanoTime() + INTERVAL_NANOS;
        while (!stopped) {
            long left = due - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
                boolean unused = Thread.interrupted(); // a flag that stayed set would make the thread spin
            } else {
                due = System.nanoTime() + INTERVAL_NANOS;
                look();
            }
        }
    }

    private void look() {
        try {
            compare();
        } catch (Throwable e) {
            try {
                reports.failure("Comparing", "the live files", e);
            } catch (Throwable again) {
                return; // in a full heap not even a string literal can be had (R1); the next look comes all the same
            }
        }
    }

    private void compare() {
        for (UnsealedFile file : files) {
            if (!file.log.standsWhileWritten()) {
                file.reportGone();
            }
        }
        try {
            restore.run();
        } catch (IOException e) {
            reports.error("restore", "a directory of the spool is gone and cannot be made again: " + e, e);
        }
    }
}

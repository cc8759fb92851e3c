package io.penstock;

import io.penstock.config.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * At the JVM's exit, flushes and seals every pipeline that is still open, lets it upload in what is left of its time, and leaves it open: other shutdown hooks still log. What they log is flushed
 * every 20 ms from then on.
 */
final class ExitFlush {
    private static final Duration LAST_INTERVAL = Duration.ofMillis(20);
    /** Kept of the time, to count and report what could not be written. */
    private static final Duration ANSWER = Duration.ofMillis(400);

    private static final Set<Penstock> OPEN = ConcurrentHashMap.newKeySet();

    private ExitFlush() {}

    /** Registered while there is a pipeline, or an upload of a closed one, to look after. Guarded by the class. */
    private static @Nullable Thread hook;

    static synchronized void watch(Penstock penstock) {
        OPEN.add(penstock);
        try {
            if (hook == null) {
                Thread thread = new Thread(ExitFlush::run, "penstock-exit");
                Runtime.getRuntime().addShutdownHook(thread);
                hook = thread;
            }
        } catch (IllegalStateException e) {
            // the JVM is exiting already: there is no hook to register, and nothing it could add to the interval
            penstock.flushEvery(LAST_INTERVAL);
        }
    }

    static void forget(Penstock penstock) {
        OPEN.remove(penstock);
    }

    /** With the last pipeline, and the last upload that lingers, the hook goes: with it the JVM would keep our class loader. */
    static synchronized void endIfUnused() {
        Thread unused = hook;
        if (unused == null || !OPEN.isEmpty() || Uploads.areLingering()) {
            return;
        }
        try {
            boolean removed = Runtime.getRuntime().removeShutdownHook(unused);
            hook = removed ? null : hook;
        } catch (IllegalStateException e) {
            // it is running
        }
    }

    private static void run() {
        List<Thread> ending = new ArrayList<>();
        for (Penstock penstock : OPEN) {
            begin(() -> end(penstock), ending);
        }
        for (Uploads uploads : Uploads.lingering()) {
            begin(uploads::finishAtExit, ending);
        }
        ending.forEach(ExitFlush::join);
    }

    /** In a thread each, so that one that hangs takes no time from the others; where no thread can be had, one after the other. */
    private static void begin(Runnable work, List<Thread> ending) {
        try {
            Thread thread = new Thread(work, "penstock-exit-end");
            thread.start();
            ending.add(thread);
        } catch (Throwable e) {
            work.run();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Penstock penstock) {
        long start = System.nanoTime();
        Duration timeout = penstock.config().lifecycle().shutdownTimeout();
        try {
            // before the seal: an event plans its next flush, by the interval it has then, when it ends one
            penstock.flushEvery(LAST_INTERVAL);
            if (!penstock.seal(timeout.minus(ANSWER))) {
                // Log4j2's own hook waits for log calls that wait for the disk
                penstock.letNobodyWait();
                penstock.closeUnlessFlushed(ANSWER);
            }
        } finally {
            penstock.finishUploads(timeout.minusNanos(Math.min(Limits.nanos(timeout), System.nanoTime() - start)));
        }
    }

    /** The configured time for a stop, or a longer one that the framework allows. */
    static Duration longer(Duration configured, Duration given) {
        return Limits.nanos(given) > Limits.nanos(configured) ? given : configured;
    }
}

package io.penstock;

import io.penstock.config.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * At the JVM's exit, flushes and seals every pipeline that is still open, and leaves it open: other shutdown hooks still log. What they log is flushed every 20 ms from then on.
 */
final class ExitFlush {
    private static final Duration LAST_INTERVAL = Duration.ofMillis(20);
    private static final Set<Penstock> OPEN = ConcurrentHashMap.newKeySet();

    private ExitFlush() {}

    /** Registers the JVM's one hook with the first pipeline. */
    private static final class Hook {
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(ExitFlush::run, "penstock-exit"));
        }

        private Hook() {}

        static void register() {
            // the class is initialised once
        }
    }

    static void watch(Penstock penstock) {
        OPEN.add(penstock);
        try {
            Hook.register();
        } catch (IllegalStateException | ExceptionInInitializerError | NoClassDefFoundError e) {
            // the JVM is exiting already: there is no hook to register, and nothing it could add to the interval
            penstock.flushEvery(LAST_INTERVAL);
        }
    }

    static void forget(Penstock penstock) {
        OPEN.remove(penstock);
    }

    private static void run() {
        List<Thread> sealing = new ArrayList<>();
        for (Penstock penstock : OPEN) {
            Thread thread = new Thread(
                    () -> {
                        // before the seal: an event plans its next flush, by the interval it has then, when it ends one
                        penstock.flushEvery(LAST_INTERVAL);
                        if (!penstock.seal(penstock.config().lifecycle().shutdownTimeout())) {
                            // Log4j2's own hook waits for log calls that wait for the disk
                            penstock.letNobodyWait();
                        }
                    },
                    "penstock-exit-seal");
            thread.start();
            sealing.add(thread);
        }
        for (Thread thread : sealing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The configured time for a stop, or a longer one that the framework allows. */
    static Duration longer(Duration configured, Duration given) {
        return Limits.nanos(given) > Limits.nanos(configured) ? given : configured;
    }
}

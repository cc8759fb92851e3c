package io.penstock.soak;

import io.penstock.Append;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One round, in a JVM of its own: load and troubles, then everything must go on, end, and add up. */
final class Round {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long WATCHDOG_SECONDS = 420;
    private static final List<String> THREADS = List.of("penstock-flush", "penstock-flush-write", "penstock-files");

    private final Scene scene;
    private final Producers producers;
    private final Account account;

    private Round(Scene scene) {
        this.scene = scene;
        producers = new Producers(scene);
        account = new Account(scene, producers);
    }

    /** Arguments: seed, directory. Prints one line; throws where something does not hold. */
    public static void main(String... arguments) throws Exception {
        startWatchdog();
        Plan plan = Plan.draw(Long.parseLong(arguments[0]));
        System.out.println(new Round(new Scene(plan, Path.of(arguments[1]))).run());
        System.exit(0);
    }

    private String run() throws Exception {
        producers.start();
        List<Thread> lanes = List.of(trouble(0), trouble(1));
        for (Thread lane : lanes) {
            lane.join();
        }
        producers.stop();
        scene.settle();
        awaitThreads();
        awaitProgress();
        if (!scene.end()) {
            account.wrong("the last close left something behind");
        }
        scene.recover();
        awaitNoThreads();
        return account.settle();
    }

    private Thread trouble(int lane) {
        Thread thread = new Thread(
                () -> {
                    Random random = new Random(scene.plan().seed() * 17 + lane);
                    for (Trouble trouble : scene.plan().lane(lane)) {
                        scene.pause(random, 600);
                        strike(trouble, random);
                    }
                    scene.pause(random, 600);
                },
                "soak-trouble-" + lane);
        thread.start();
        return thread;
    }

    private void strike(Trouble trouble, Random random) {
        try {
            trouble.strike().at(scene, random);
        } catch (IllegalStateException e) {
            account.wrong(trouble.name() + ": " + e + " / " + e.getCause());
        } catch (Throwable e) { // not to be had at this moment
            LockSupport.parkNanos(1);
        }
    }

    /** Each event takes a record again and brings it into its file. */
    private void awaitProgress() {
        Random random = new Random(scene.plan().seed());
        long start = System.nanoTime();
        int number = 0;
        for (int accepted = 0; accepted < 3 * scene.plan().events(); number++) {
            accepted += producers.append(producers.own(), number, random) == Append.ACCEPTED ? 1 : 0;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                account.wrong("after all troubles are over, " + accepted + " of " + number
                        + " records were accepted within " + PATIENCE.toSeconds() + " s");
                return;
            }
        }
        if (!scene.penstock().flush(PATIENCE)) {
            account.wrong("after all troubles are over, a flush does not end");
        }
    }

    private void awaitThreads() {
        for (String name : THREADS) {
            if (!await(() -> living(name) == 1)) {
                account.wrong(living(name) + " threads " + name + " live, and one should");
            }
        }
    }

    private void awaitNoThreads() {
        for (String name : THREADS) {
            if (!await(() -> living(name) == 0)) {
                account.wrong(living(name) + " threads " + name + " live after the end");
            }
        }
    }

    private static long living(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private static boolean await(java.util.function.BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

    /** A round that hangs ends with every thread's stack. */
    private static void startWatchdog() {
        Thread watchdog = new Thread(
                () -> {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(WATCHDOG_SECONDS)) {
                        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    }
                    System.err.println("the round hangs: " + stacks());
                    Runtime.getRuntime().halt(3);
                },
                "soak-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static String stacks() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> one :
                Thread.getAllStackTraces().entrySet()) {
            lines.add(one.getKey().getName() + ":\n    " + String.join("\n    ", frames(one.getValue())));
        }
        return String.join("\n", lines);
    }

    private static List<String> frames(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            frames.add(frame.toString());
        }
        return frames;
    }
}

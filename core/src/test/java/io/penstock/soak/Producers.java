package io.penstock.soak;

import io.penstock.Append;
import io.penstock.stress.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that append {@link Ledger} lines, numbered within each thread over all events, in bursts. What was said of each is kept in memory that is there
 * beforehand, so that a full heap disturbs no account.
 */
final class Producers {
    /** What is kept of a record whose append threw: it may be placed or not. */
    static final int UNKNOWN = Append.values().length;

    private static final int MOST_RECORDS = 400_000;
    private static final Append[] OUTCOMES = Append.values();
    private static final long[] ODD_TIMES = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 4_102_444_800_000_000_000L};

    private final Scene scene;
    private final List<Thread> threads = new ArrayList<>();
    /** By thread and number: the outcome's ordinal, {@link #UNKNOWN}, or −1. */
    private final byte[][] said;

    private final AtomicLongArray counts = new AtomicLongArray(UNKNOWN + 1);
    private volatile boolean enough;

    Producers(Scene scene) {
        this.scene = scene;
        // one more for what the round itself appends at its end
        said = new byte[scene.plan().threads() + 1][MOST_RECORDS];
        for (byte[] ofThread : said) {
            java.util.Arrays.fill(ofThread, (byte) -1);
        }
    }

    void start() {
        for (int i = 0; i < scene.plan().threads(); i++) {
            int id = i;
            Thread thread = new Thread(() -> produce(id), "soak-producer-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    void stop() throws InterruptedException {
        enough = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void produce(int id) {
        Random random = new Random(scene.plan().seed() * 31 + id);
        int number = 0;
        while (!enough && number < MOST_RECORDS) {
            for (int left = 1 + random.nextInt(100); left > 0 && number < MOST_RECORDS; left--) {
                append(id, number, random);
                number++;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(8)));
        }
    }

    /** Appends the record of this number; null when that threw. */
    @Nullable
    Append append(int id, int number, Random random) {
        Plan plan = scene.plan();
        boolean large = random.nextInt(10_000) < plan.oversize();
        int extra = large ? 10_000 + random.nextInt(200_000) : random.nextInt(120);
        boolean odd = plan.oddTimes() && random.nextInt(500) == 0;
        long time = odd ? ODD_TIMES[random.nextInt(ODD_TIMES.length)] : System.currentTimeMillis() * 1_000_000;
        int event = random.nextInt(plan.events());
        Append outcome = null;
        try {
            byte[] line = Ledger.line(id, number, extra);
            outcome = scene.penstock().append(scene.name(event), time, number % 7 == 0, line, 0, line.length);
        } catch (Throwable e) { // the heap is full: in the line already, or in the append
            outcome = null;
        }
        int kept = outcome == null ? UNKNOWN : outcome.ordinal();
        said[id][number] = (byte) kept;
        counts.incrementAndGet(kept);
        return outcome;
    }

    /** The number of the thread that the round itself is. */
    int own() {
        return said.length - 1;
    }

    int threadCount() {
        return said.length;
    }

    long count(Append outcome) {
        return counts.get(outcome.ordinal());
    }

    long unknown() {
        return counts.get(UNKNOWN);
    }

    int records() {
        return MOST_RECORDS;
    }

    /** What was said of the record; null when it was never appended, or that threw. */
    @Nullable
    Append said(int id, int number) {
        int kept = said[id][number];
        return kept < 0 || kept == UNKNOWN ? null : OUTCOMES[kept];
    }

    boolean isUnknown(int id, int number) {
        return said[id][number] == UNKNOWN;
    }
}

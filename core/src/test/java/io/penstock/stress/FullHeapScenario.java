package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Fills the heap while records are appended, several times over, and frees it again. */
final class FullHeapScenario {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROUNDS = 3;
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final int AFTERWARDS = 5_000;

    /** A chain of arrays, each with the one before in its first place. */
    private static volatile Object @Nullable [] ballast;

    private FullHeapScenario() {}

    /** Argument: the directory. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Told told = new Told();
        Penstock penstock = Setup.in(directory)
                .with("blockTimeout", "100 ms")
                .buffer("size", "256 KB")
                .buffer("shards", "1")
                .rotation("size", "256 KB")
                .open(told);
        byte[] line = Ledger.line(0, 0, 60);
        append(penstock, line, 500);
        assertThat(penstock.flush(LONG)).isTrue();
        Set<String> threads = ourThreads();
        for (int round = 0; round < ROUNDS; round++) {
            long until = System.nanoTime() + FULL_NANOS;
            while (System.nanoTime() < until) {
                fill();
                attempt(penstock, line);
            }
            ballast = null;
            assertThat(penstock.flush(LONG))
                    .as("flushed after round %d: %s", round, told)
                    .isTrue();
        }
        assertThat(ourThreads()).isEqualTo(threads);
        append(penstock, line, AFTERWARDS);
        long accepted = penstock.stats().total().get("accepted");
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertThat(penstock.stats().total().get("lostWrite")).isZero();
        assertThat(Ledger.read(Ledger.sealed(directory, "payment")).getOrDefault(0, List.of()))
                .hasSize((int) accepted);
    }

    private static Set<String> ourThreads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (Penstock.isOwnThread(thread.getName())) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static void append(Penstock penstock, byte[] line, int records) {
        for (int i = 0; i < records; i++) {
            while (penstock.append("payment", 1, false, line, 0, line.length) != Append.ACCEPTED) {
                assertThat(penstock.flush(LONG)).isTrue();
            }
        }
    }

    /** Down to the last few bytes. */
    private static void fill() {
        for (int length = 64 * 1024; length >= 1; length /= 2) {
            try {
                while (true) {
                    Object[] more = new Object[length];
                    more[0] = ballast;
                    ballast = more;
                }
            } catch (OutOfMemoryError full) {
                // on with smaller ones
            }
        }
    }

    private static void attempt(Penstock penstock, byte[] line) {
        for (int i = 0; i < 200; i++) {
            try {
                penstock.append("payment", 1, false, line, 0, line.length);
            } catch (OutOfMemoryError full) {
                return; // not accepted, and the caller knows
            }
        }
    }
}

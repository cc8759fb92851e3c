package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I1: a stack that overflows in the middle of an append leaves the record either in the file and counted, or neither; and nothing stuck. */
class StackOverflowTest {
    @TempDir
    Path directory;

    @Test
    void aStackThatOverflowsInAnAppendLosesAndBlocksNothing() throws Exception {
        main(directory.resolve("spool").toString(), "150");
    }

    /** Frames of interpreted code are larger, and are not inlined: other calls are the ones that fail. */
    @Test
    void aStackThatOverflowsInInterpretedCodeLosesAndBlocksNothing() throws Exception {
        ChildJvm.of(StackOverflowTest.class, directory.resolve("spool").toString(), "15")
                .options("-Xint")
                .run(directory.resolve("child.err"));
    }

    /** Arguments: directory, rounds. */
    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Told told = new Told();
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", "1 ms")
                .buffer("size", "64 KB")
                .buffer("shards", "2")
                .rotation("size", "4 MB")
                .open(told);
        AtomicLong accepted = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int id = i;
            Thread thread = new Thread(
                    null,
                    () -> {
                        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
                            accepted.addAndGet(new Descent(penstock, id * 1_000 + round).overflow());
                        }
                    },
                    "descent",
                    256 * 1024);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // nobody holds a lock, and no frame is left unpublished
        assertThat(penstock.append("deep", "the last line\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        long lines = lines(directory);
        assertThat(penstock.stats().total().get("accepted"))
                .as("%s%n%s", penstock.stats().total(), told)
                .isEqualTo(lines);
        assertThat(accepted.get() + 1).as("told to the callers").isEqualTo(lines);
        assertThat(lines).isGreaterThan(5_000);
    }

    private static long lines(Path directory) throws IOException {
        long lines = 0;
        for (Path file : Ledger.sealed(directory, "deep")) {
            try (Stream<String> all = Files.lines(file)) {
                lines += all.peek(line -> assertThat(line).matches("the last line|line of a descent x*"))
                        .count();
            }
        }
        return lines;
    }

    /** Appends at every depth until the stack is full, and goes on doing so on the way back up. */
    private static final class Descent {
        private final Penstock penstock;
        private final byte[] line;
        private final int shape;
        private int ups;
        private long accepted;

        Descent(Penstock penstock, int shape) {
            this.penstock = penstock;
            this.shape = shape;
            line = ("line of a descent " + "x".repeat(shape % 60) + "\n").getBytes(US_ASCII);
        }

        /** Returns how many were accepted. */
        long overflow() {
            try {
                down(shape);
            } catch (StackOverflowError e) {
                ups = 0;
            }
            return accepted;
        }

        /** Frames of two sizes, so that the stack ends at another distance from the append each time. */
        private void down(int steps) {
            try {
                if ((steps & 1) == 0) {
                    wider(steps, 1, 2, 3, 4, steps);
                } else {
                    append();
                    down(steps / 2);
                }
            } catch (StackOverflowError e) {
                if (ups++ < 20) {
                    append();
                }
                throw e;
            }
        }

        private long wider(int steps, long a, long b, long c, long d, long e) {
            append();
            down(steps / 2 + 1 + (shape & 7));
            return a + b + c + d + e;
        }

        private void append() {
            if (penstock.append("deep", 1L, false, line, 0, line.length) == Append.ACCEPTED) {
                accepted++; // no call, which might overflow in its turn
            }
        }
    }
}

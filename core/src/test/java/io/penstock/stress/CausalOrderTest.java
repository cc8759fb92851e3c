package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I4: if one append returns before another begins, on whatever threads, its record stands before the other's. */
class CausalOrderTest {
    private static final int SHARDS = 32;
    private static final long TOKENS = 1_536_000;
    private static final int BURST = 64;
    private static final byte[] NO_TOKEN = "-\n".getBytes(US_ASCII);

    private final Told told = new Told();
    private final AtomicLong token = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @TempDir
    Path directory;

    /** Whoever holds the token logs its number and passes it on; so each append begins after the one before has returned. */
    @Test
    void aTokenHandedRoundThreadsStandsInTheFileInItsOrder() throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", "1 ms")
                .buffer("size", "2 MB")
                .buffer("shards", String.valueOf(SHARDS))
                .rotation("size", "8 MB")
                .open(told);
        openAllShards(penstock);
        List<ManyFaced> threads =
                List.of(new ManyFaced(() -> passTheToken(penstock)), new ManyFaced(() -> passTheToken(penstock)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        assertThat(refused).hasValue(0);
        long next = 0;
        for (Path file : Ledger.sealed(directory, "token")) {
            for (String line : Files.readAllLines(file, US_ASCII)) {
                if (!line.equals("-") && Long.parseLong(line) != next++) {
                    fail("%s is where %d should be, in %s", line, next - 1, file);
                }
            }
        }
        assertThat(next).isEqualTo(TOKENS);
    }

    /** Shards are added while threads are in each other's way. */
    private static void openAllShards(Penstock penstock) throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        List<ManyFaced> threads = List.of(crowd(penstock, enough), crowd(penstock, enough));
        threads.forEach(Thread::start);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> penstock.stats().total().get("shards") == SHARDS);
        enough.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static ManyFaced crowd(Penstock penstock, AtomicBoolean enough) {
        ManyFaced thread = new ManyFaced(() -> {
            while (!enough.get()) {
                penstock.append("token", NO_TOKEN);
            }
        });
        thread.step = 0;
        return thread;
    }

    /** A thread that is another one at every append, as far as the choice of a shard goes: the token goes round faster than any scheduler lets it. */
    private static final class ManyFaced extends Thread {
        private long face;
        private int step = 1;

        ManyFaced(Runnable work) {
            super(work);
        }

        @Override
        @SuppressWarnings("deprecation") // what core asks for on 17
        public long getId() {
            return face += step;
        }
    }

    /** Holding the token is having changed it from even to odd; it is kept for a few records, to be passed on while the other thread is awake. */
    private void passTheToken(Penstock penstock) {
        while (true) {
            long seen = token.get();
            if (seen / 2 >= TOKENS) {
                return;
            }
            if ((seen & 1) == 0 && token.compareAndSet(seen, seen + 1)) {
                for (int i = 0; i < BURST; i++) {
                    byte[] line = (seen / 2 + i + "\n").getBytes(US_ASCII);
                    if (penstock.append("token", line) != Append.ACCEPTED) {
                        refused.incrementAndGet();
                    }
                }
                token.set(seen + 2 * BURST);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}

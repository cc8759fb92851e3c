package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.status.StatusListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I1, I3: an event that is closed under load opens again with the next record, and none is lost, doubled or counted wrongly in between. */
class CloseWhileAppendingTest {
    private static final int THREADS = 4;
    private static final int CLOSES = 50;
    /** The files' names then tell their order by the number alone. */
    private static final long SAME_TIME = 1_700_000_000_000_000_000L;

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final long[] next = new long[THREADS];

    @Test
    void whatIsAcceptedWhileEventsAreClosedIsCountedAndInTheFiles() throws Exception {
        PenstockConfig config = PenstockConfig.parse(RawElement.appender("EventFile")
                        .with("directory", directory.toString())
                        .with("blockTimeout", "60 s")
                        .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %"))
                        .child(RawElement.of(ElementKind.BUFFER)
                                .with("size", "64 KB")
                                .with("shards", "2"))
                        .child(RawElement.of(ElementKind.ROTATION).with("sync", "off")))
                .config()
                .orElseThrow();
        Penstock penstock = Penstock.open(config, FileFraming.NONE, new Told());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int id = i;
            Thread thread = new Thread(() -> appendUntilRefused(penstock, id));
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < CLOSES; i++) {
            assertThat(penstock.close("payment", LONG)).isTrue();
        }
        assertThat(penstock.close(LONG)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(trouble).isEmpty();
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(accepted.get());
        assertThat(penstock.stats().total().get("refusedClosed")).isEqualTo(refused.get());
        Map<Integer, List<Long>> read = Ledger.read(Ledger.sealed(directory, "payment"));
        for (int i = 0; i < THREADS; i++) {
            assertThat(read.getOrDefault(i, List.of()))
                    .as("thread %d", i)
                    .containsExactlyElementsOf(
                            LongStream.range(0, next[i]).boxed().toList());
        }
    }

    private void appendUntilRefused(Penstock penstock, int id) {
        Append outcome = Append.ACCEPTED;
        while (outcome == Append.ACCEPTED) {
            byte[] line = Ledger.line(id, next[id], (int) (next[id] % 50));
            outcome = penstock.append("payment", SAME_TIME, false, line, 0, line.length);
            if (outcome == Append.ACCEPTED) {
                next[id]++;
                accepted.incrementAndGet();
            } else {
                refused.incrementAndGet();
            }
        }
    }

    private final class Told implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            trouble.add(message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            trouble.add(message);
        }

        @Override
        public void info(String message) {}
    }
}

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I1, I2, I3: what was accepted is in the files, once, whole, in each thread's order, however small buffers and files are. */
class AccountingStressTest {
    private static final int THREADS = 4;
    private static final int RECORDS = 100_000;
    private static final List<String> EVENTS = List.of("payment", "login", "search");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"auto,strict,128 KB", "off,strict,128 KB", "auto,thread,128 KB", "auto,strict,3 MB"})
    void everyAcceptedRecordIsInTheFilesOnceAndInOrder(String directIo, String order, String bufferSize)
            throws Exception {
        PenstockConfig config = PenstockConfig.parse(RawElement.appender("EventFile")
                        .with("directory", directory.toString())
                        .with("flushInterval", "50 ms")
                        .with("blockTimeout", "60 s")
                        .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %"))
                        .child(RawElement.of(ElementKind.BUFFER)
                                .with("size", bufferSize)
                                .with("shards", "4")
                                .with("order", order))
                        .child(RawElement.of(ElementKind.ROTATION)
                                .with("size", "1 MB")
                                .with("directIo", directIo)))
                .config()
                .orElseThrow();
        Penstock penstock = Penstock.open(config, FileFraming.NONE, new Loud());
        AtomicLong refused = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int id = i;
            Thread thread = new Thread(() -> produce(penstock, id, start, refused));
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(penstock.close(Duration.ofSeconds(30))).isTrue();

        assertThat(refused).hasValue(0);
        assertThat(penstock.stats().total().get("accepted")).isEqualTo((long) THREADS * RECORDS * EVENTS.size());
        for (String event : EVENTS) {
            Map<Integer, List<Long>> read = Ledger.read(Ledger.sealed(directory, event));
            for (int i = 0; i < THREADS; i++) {
                assertThat(read.get(i))
                        .as("%s of thread %d", event, i)
                        .containsExactlyElementsOf(
                                LongStream.range(0, RECORDS).boxed().toList());
            }
        }
    }

    private static void produce(Penstock penstock, int id, CountDownLatch start, AtomicLong refused) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        for (long n = 0; n < RECORDS; n++) {
            byte[] line = Ledger.line(id, n, (int) (n % 97));
            for (String event : EVENTS) {
                if (penstock.append(event, System.currentTimeMillis() * 1_000_000, false, line, 0, line.length)
                        != Append.ACCEPTED) {
                    refused.incrementAndGet();
                }
            }
        }
    }

    /** Makes what core reports part of the test's output. */
    private static final class Loud implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            System.err.println("ERROR " + message + (cause == null ? "" : " " + cause));
            if (cause != null) {
                cause.printStackTrace();
            }
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            System.err.println("WARN " + message);
        }

        @Override
        public void info(String message) {
            System.err.println("INFO " + message);
        }
    }
}

package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I2: what a reader sees of a live file at any moment is a prefix of its final bytes, never a NUL; and it sees every record within two flush intervals. */
class LiveFileTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int ROUNDS = 3;

    private final Told told = new Told();

    @TempDir
    Path directory;

    /** Bursts of the given size, each ended by a marker: small ones go out buffered, large ones directly, with the rest of the last block kept back for a while. */
    @ParameterizedTest
    @CsvSource({"auto,20000", "off,20000", "auto,3000000", "off,3000000"})
    void aReaderSeesAPrefixOfTheFinalBytesAndLagsLessThanTwoIntervals(String directIo, int burst) throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", INTERVAL.toMillis() + " ms")
                .buffer("size", "8 MB")
                .buffer("shards", "2")
                .rotation("directIo", directIo)
                .open(told);
        Poller poller = new Poller(directory.resolve("payment.log"));
        poller.start();
        for (int round = 0; round < ROUNDS; round++) {
            for (int number = 0, bytes = 0; bytes < burst; number++) {
                byte[] line = Ledger.line(round, number, 100 + number % 300);
                assertThat(penstock.append("payment", line)).isEqualTo(Append.ACCEPTED);
                bytes += line.length;
            }
            assertThat(penstock.append("payment", "marker " + round + "\n")).isEqualTo(Append.ACCEPTED);
            long logged = System.nanoTime();
            String marker = "marker " + round + "\n";
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> poller.failed() != null || poller.endsWith(marker));
            assertThat(poller.failed()).as("%s", told).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - logged))
                    .as("lag of %s", marker)
                    .isLessThan(INTERVAL.multipliedBy(2));
        }
        poller.finish();
        assertThat(penstock.close(Duration.ofSeconds(30))).as("%s", told).isTrue();

        List<Path> sealed = Ledger.sealed(directory, "payment");
        assertThat(sealed).hasSize(1);
        poller.assertSaw(Files.readAllBytes(sealed.get(0)));
    }

    /** The record that makes the buffer half full is the last one: it goes out directly, but for the end of its last block, behind which nothing follows. */
    @ParameterizedTest
    @CsvSource({"auto", "off"})
    void bytesKeptBackForAWholeBlockFollowThoughNothingElseDoes(String directIo) throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", INTERVAL.toMillis() + " ms")
                .buffer("size", "4 MB")
                .buffer("shards", "1")
                .rotation("directIo", directIo)
                .open(told);
        int framesInHalf = (1 << 20) / 1024;
        byte[] record = "x".repeat(997).getBytes(US_ASCII); // 1,024 bytes with its header
        for (int i = 0; i < framesInHalf; i++) {
            assertThat(penstock.append("payment", record)).isEqualTo(Append.ACCEPTED);
        }
        long logged = System.nanoTime();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> lengthOfLiveFile() == (long) framesInHalf * record.length);
        assertThat(Duration.ofNanos(System.nanoTime() - logged)).isLessThan(INTERVAL.multipliedBy(2));
        assertThat(penstock.close(Duration.ofSeconds(30))).as("%s", told).isTrue();
    }

    private long lengthOfLiveFile() throws IOException {
        Path live = directory.resolve("payment.log");
        return Files.exists(live) ? Files.size(live) : 0;
    }

    /** Reads what is new all the time, and what it has read lately once more. */
    private static final class Poller extends Thread {
        private static final int LATELY = 64 * 1024;

        private final Path file;
        private final AtomicBoolean done = new AtomicBoolean();
        private volatile String end = "";
        private byte[] seen = new byte[1 << 20];
        private int length;
        private int polls;
        private volatile @Nullable String failure;

        Poller(Path file) {
            this.file = file;
        }

        @Override
        public void run() {
            try {
                while (!done.get() && failure == null) {
                    if (Files.exists(file)) {
                        poll();
                    }
                }
            } catch (IOException e) {
                failure = e.toString();
            }
        }

        private void poll() throws IOException {
            try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
                int now = (int) reader.length();
                int from = Math.max(0, length - LATELY);
                byte[] part = new byte[Math.max(0, now - from)];
                reader.seek(from);
                reader.readFully(part);
                if (now < length || !Arrays.equals(part, 0, length - from, seen, from, length)) {
                    failure = "bytes that had been read are different or gone: " + length + " bytes, then " + now;
                    return;
                }
                if (now > seen.length) {
                    seen = Arrays.copyOf(seen, now * 2);
                }
                System.arraycopy(part, 0, seen, from, part.length);
                length = now;
                polls++;
                end = new String(part, Math.max(0, part.length - 100), Math.min(100, part.length), US_ASCII);
            }
        }

        @Nullable
        String failed() {
            return failure;
        }

        boolean endsWith(String text) {
            return end.endsWith(text);
        }

        void finish() throws InterruptedException {
            done.set(true);
            join();
        }

        void assertSaw(byte[] last) {
            assertThat(failure).isNull();
            assertThat(polls).isGreaterThan(ROUNDS);
            assertThat(length).isLessThanOrEqualTo(last.length);
            assertThat(Arrays.equals(seen, 0, length, last, 0, length))
                    .as("a prefix")
                    .isTrue();
            for (byte one : last) {
                if (one == 0) {
                    throw new AssertionError("a NUL in the file");
                }
            }
        }
    }
}

package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    @TempDir
    Path directory;

    /** I1, I2, I3: under overload every record is in the files, whole, once, and each thread's in order. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void everyRecordLandsOnceWithTinyBuffersAndConstantRotation(String directIo) throws InterruptedException {
        String settings = """
                <blockTimeout>unlimited</blockTimeout>
                <buffer><size>64 KB</size><shards>2</shards></buffer>
                <rotation><size>256 KB</size><directIo>%s</directIo></rotation>
                """.formatted(directIo);
        try (Logging logging = Logging.with(directory, settings)) {
            new Load(logging, THREADS, ROUNDS).join();

            EventStats total = logging.appender().penstock().stats().total();
            assertThat(total.get("accepted")).isEqualTo((long) THREADS * ROUNDS * Load.EVENTS.size());
            assertThat(logging.errors()).isEmpty();
        }
        List<Integer> all = IntStream.range(0, ROUNDS).boxed().toList();
        Map<String, List<Integer>> landed = Load.readBack(directory);
        assertThat(landed)
                .hasSize(THREADS * Load.EVENTS.size())
                .allSatisfy((key, sequences) -> assertThat(sequences).isEqualTo(all));
        assertThat(new SpoolReader(directory).sealed("audit")).hasSizeGreaterThan(5);
    }

    /** I1, I3: with full buffers as much is dropped as is counted, and the rest is in the files, in order. */
    @ParameterizedTest
    @CsvSource({"drop,10 s,droppedFull", "block,1 ms,droppedTimeout"})
    void whatOverloadDropsIsCountedAndTheRestLands(String onFull, String blockTimeout, String counter)
            throws InterruptedException {
        String settings = """
                <onFull>%s</onFull><blockTimeout>%s</blockTimeout>
                <buffer><size>8 KB</size><shards>1</shards></buffer>
                <rotation><size>64 KB</size></rotation>
                """.formatted(onFull, blockTimeout);
        Penstock penstock;
        long sent;
        try (Logging logging = Logging.with(directory, settings);
                Load load = new Load(logging, THREADS, Integer.MAX_VALUE)) {
            penstock = logging.appender().penstock();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> penstock.stats().total().get(counter) > 100);
            load.stop();
            sent = load.sent();
            assertThat(logging.errors()).allMatch(error -> error.contains("dropped"));
        }
        EventStats total = penstock.stats().total();
        long dropped = total.get("droppedFull") + total.get("droppedTimeout");
        assertThat(total.get("accepted") + dropped).isEqualTo(sent);
        Map<String, List<Integer>> landed = Load.readBack(directory);
        Load.assertInOrder(landed);
        assertThat(landed.values().stream().mapToLong(List::size).sum()).isEqualTo(total.get("accepted"));
    }

    /** I1: with full buffers the less severe are dropped and counted, the others stay. */
    @Test
    void recordsUpToTheThresholdAreDroppedWithFullBuffersAndCounted() {
        String settings = """
                <blockTimeout>unlimited</blockTimeout><discardThreshold>INFO</discardThreshold>
                <buffer><size>64 KB</size><shards>1</shards></buffer>
                """;
        long[] sent = new long[2];
        long dropped;
        try (Logging logging = Logging.with(directory, settings)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                for (int i = 0; i < 10_000; i++) {
                    logging.logger().info("info {}", sent[0]++);
                    if (i % 100 == 0) {
                        logging.logger().atLevel(org.slf4j.event.Level.WARN).log("warn {}", sent[1]++);
                    }
                }
                return logging.appender().penstock().stats().total().get("droppedDiscarded") > 0;
            });
            dropped = logging.appender().penstock().stats().total().get("droppedDiscarded");
        }
        List<String> lines = new SpoolReader(directory).lines("default");
        assertThat(lines).filteredOn(line -> line.startsWith("warn")).hasSize((int) sent[1]);
        assertThat(lines).filteredOn(line -> line.startsWith("info")).hasSize((int) (sent[0] - dropped));
    }

    @Test
    void levelsBelowTheThresholdAreTheLessSevereOnes() {
        assertThat(List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR))
                .extracting(Severities::of)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}

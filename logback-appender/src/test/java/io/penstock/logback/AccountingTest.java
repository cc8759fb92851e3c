package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.penstock.status.EventStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
            Awaitility.await().until(() -> {
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

package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I13: events share what memory there is: each begins small, grows under load, and leaves room for those to come. */
class EventMemoryTest {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long CONTROL_BYTES = 20 * KB;

    private final Told told = new Told();
    private final byte[] record = new byte[1000];

    @TempDir
    Path directory;

    private Penstock penstock;

    private void open(String size, String shards, String maxMemory) throws Exception {
        Arrays.fill(record, (byte) 'x');
        penstock = Setup.in(directory)
                .buffer("size", size)
                .buffer("shards", shards)
                .buffer("maxMemory", maxMemory)
                .open(told);
    }

    @AfterEach
    void close() {
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
        assertThat(penstock.stats().total().get("memoryBytes")).isZero();
    }

    private long memoryOf(String event) {
        return penstock.stats().events().get(event).get("memoryBytes");
    }

    private void logUntilItHas(String event, long bytes) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(penstock.append(event, record)).isEqualTo(Append.ACCEPTED);
            }
            return memoryOf(event) >= bytes;
        });
    }

    @Test
    void anEventBeginsSmallAndGrowsUnderLoadUpToItsSize() throws Exception {
        open("8 MB", "2", "512 MB");
        assertThat(penstock.append("payment", record)).isEqualTo(Append.ACCEPTED);
        assertThat(memoryOf("payment")).isLessThanOrEqualTo(2 * 256 * KB + CONTROL_BYTES);

        logUntilItHas("payment", 6 * MB);
        assertThat(memoryOf("payment")).isLessThanOrEqualTo(8 * MB + CONTROL_BYTES);
    }

    /** Those that come first may grow, but never so far that nothing is left for the others that {@code maxEvents} allows. */
    @Test
    void allEventsFindAPlaceHoweverFarTheFirstOnesHaveGrown() throws Exception {
        open("32 MB", "2", "64 MB");
        logUntilItHas("hungry", 15 * MB);
        logUntilItHas("hungrier", 3 * MB);
        for (int i = 2; i < 64; i++) {
            assertThat(penstock.append("event" + i, record)).as("%s", told).isEqualTo(Append.ACCEPTED);
        }
        assertThat(penstock.append("default", record)).isEqualTo(Append.ACCEPTED);

        assertThat(penstock.events()).hasSize(65).doesNotContain("overflow");
        assertThat(penstock.stats().total().get("overflowed")).isZero();
        assertThat(penstock.stats().total().get("memoryBytes")).isLessThanOrEqualTo(64 * MB);
    }

    /** What events of one size leave is of use to events of another. */
    @Test
    void memoryOfClosedEventsServesEventsOfOtherSizes() throws Exception {
        open("6 MB", "1", "8 MB");
        logUntilItHas("large", 3 * MB);
        assertThat(penstock.close("large", LONG)).isTrue();
        logUntilItHas("next", 3 * MB);
        assertThat(penstock.close("next", LONG)).isTrue();
        for (String event : new String[] {"default", "a", "b", "c", "overflow"}) {
            assertThat(penstock.append(event, record)).isEqualTo(Append.ACCEPTED);
            assertThat(penstock.events()).contains(event);
        }
    }

    @Test
    void theWarningNamesTheSettings() throws Exception {
        open("64 KB", "1", "256 KB");
        for (int i = 0; i < 20; i++) {
            assertThat(penstock.append("event" + i, record)).isEqualTo(Append.ACCEPTED);
        }
        assertThat(told.contains(
                        "maxMemory=\"256 KB\" is used up. Raise maxMemory, or lower size (64 KB) or maxEvents"))
                .as("%s", told)
                .isTrue();
    }
}

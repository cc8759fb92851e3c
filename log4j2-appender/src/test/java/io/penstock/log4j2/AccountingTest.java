package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record is in a file exactly once, or counted: tiny buffers, constant rotation, several threads and events. */
class AccountingTest {
    private static final Load LOAD = new Load(4, 20_000, List.of("audit", "login", "payment"));

    @TempDir
    Path folder;

    /** I1, I2, I3, for both kinds of file. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void blockingLosesNothing(String directIo) {
        String elements =
                "<EventBuffer size='32 KB' shards='2'/><EventRotation size='64 KB' directIo='" + directIo + "'/>";
        Penstock penstock;
        try (TestContext test = start("blockTimeout='unlimited'", elements)) {
            penstock = test.penstock();
            LOAD.run(test.logger());
        }

        LOAD.assertAllLanded(landed());
        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted")).isEqualTo((long) LOAD.threads() * LOAD.recordsPerThread());
        assertThat(total.get("rotations")).isGreaterThan(10);
        assertThat(landed().liveFiles()).isEmpty();
    }

    /** I1: accepted = on disk, and what is not accepted is counted. */
    @Test
    void droppingCountsWhatItDrops() {
        Penstock penstock;
        try (TestContext test =
                start("onFull='drop'", "<EventBuffer size='16 KB' shards='1'/><EventRotation size='64 KB'/>")) {
            penstock = test.penstock();
            LOAD.run(test.logger());
        }

        long onDisk = LOAD.assertWholeAndInOrder(landed());
        EventStats total = penstock.stats().total();
        assertThat(onDisk).isEqualTo(total.get("accepted"));
        assertThat(total.get("accepted") + total.get("droppedFull"))
                .isEqualTo((long) LOAD.threads() * LOAD.recordsPerThread());
    }

    @Test
    void theCountsAreThoseOfTheAppendersPipeline() {
        try (TestContext test = start("", "")) {
            test.logger().info("one");
            test.logger().info("two");

            assertThat(Objects.requireNonNull(test.penstock()).stats().total().get("accepted"))
                    .isEqualTo(2);
        }
    }

    private TestContext start(String attributes, String elements) {
        return TestContext.start(folder, TestContext.events(folder.resolve("spool"), attributes, elements));
    }

    private Landed landed() {
        return Landed.in(folder.resolve("spool"));
    }
}

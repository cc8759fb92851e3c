package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.buffer.StalledWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I6, I8: a frame that is claimed and not published holds its own event up, no other; it is reported, and goes on when it is published. */
class StalledWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int SHARD_BYTES = 72 * 1024;

    private final Told told = new Told();

    @TempDir
    Path directory;

    @Test
    void aWriterStalledBetweenClaimAndPublishHoldsUpItsOwnEventAlone() throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", "1 h")
                .buffer("size", String.valueOf(SHARD_BYTES))
                .buffer("shards", "1")
                .open(told);
        assertThat(penstock.append("payment", "stalled\n")).isEqualTo(Append.ACCEPTED);
        StalledWriter writer = StalledWriter.of(penstock, "payment");
        writer.stall();
        assertThat(penstock.append("payment", "behind it\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.append("login", "other event\n")).isEqualTo(Append.ACCEPTED);

        assertThat(penstock.flush(Duration.ofMillis(100))).isFalse();
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(directory.resolve("login.log")).hasContent("other event\n"));
        Awaitility.await().atMost(LONG).until(() -> told.contains("event payment: a record has been claimed"));
        assertThat(penstock.append("login", "and again\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.close("login", LONG)).isTrue();
        assertThat(Files.size(directory.resolve("payment.log"))).isZero();

        writer.publish();
        assertThat(penstock.flush(LONG)).isTrue();
        assertThat(directory.resolve("payment.log")).hasContent("stalled\nbehind it\n");
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(4);
    }
}

package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Penstock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event without records for {@code idleTimeout} is flushed and sealed, and gives its memory back. */
class IdleTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Told told = new Told();

    @TempDir
    Path directory;

    @Test
    void anIdleEventIsClosedHoweverRarelyItIsFlushed() throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("events", "login")
                .with("flushInterval", "1 h")
                .with("idleTimeout", "50 ms")
                .open(told);
        Load load = new Load(1, "payment").run(penstock, 10);
        Awaitility.await().atMost(LONG).until(() -> penstock.stats().total().get("liveEvents") == 0);
        Awaitility.await()
                .atMost(LONG)
                .ignoreException(NoSuchFileException.class) // a sidecar is there before its file
                .untilAsserted(() -> load.assertLanded(directory));

        // more than one where the machine paused between two records for longer than the idle time-out
        assertThat(penstock.stats().total().get("sealedFiles"))
                .isPositive()
                .isEqualTo(Ledger.sealed(directory, "payment").size());
        assertThat(penstock.stats().total().get("shards")).isZero();
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
    }
}

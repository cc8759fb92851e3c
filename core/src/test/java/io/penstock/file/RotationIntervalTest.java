package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import io.penstock.config.RotationConfig.Sync;
import io.penstock.config.SpoolConfig.DirectIo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationIntervalTest {
    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:59:50Z"));
    private Spool spool;
    private EventFiles files;

    @BeforeEach
    void open() throws Exception {
        SpoolFixture fixture = new SpoolFixture(directory);
        fixture.clock = now::get;
        spool = fixture.open(DirectIo.AUTO);
        files = spool.eventFiles(
                "payment",
                new RotationConfig(1 << 20, Duration.ofHours(1), true, Sync.SEAL),
                FileFraming.NONE,
                fixture.counters,
                () -> {});
        assertThat(files.nanosToInterval()).isEqualTo(Long.MAX_VALUE);
        awaitNext(files);
        assertThat(files.live()).isNotNull();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();
    }

    private Duration left() {
        return Duration.ofNanos(files.nanosToInterval());
    }

    @Test
    void boundariesAreMultiplesSinceTheEpoch() throws Exception {
        write(files, "one\n");
        assertThat(left()).isEqualTo(Duration.ofSeconds(10));
        now.set(Instant.parse("2026-11-20T13:00:01Z"));
        assertThat(left()).isEqualTo(Duration.ofSeconds(-1));
        awaitNext(files);
        files.rotate();
        assertThat(left()).isEqualTo(Duration.ofSeconds(3599));
    }

    @Test
    void anEmptyFileIsNeverDue() {
        now.set(Instant.parse("2026-11-20T13:00:01Z"));
        assertThat(left()).isEqualTo(Duration.ofSeconds(3599));
    }

    @Test
    void aClockThatIsSetBackDoesNotStretchTheInterval() throws Exception {
        write(files, "one\n");
        now.set(Instant.parse("2026-11-19T08:30:00Z"));
        assertThat(left()).isEqualTo(Duration.ofMinutes(30));
        now.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(left()).isNegative();
    }
}

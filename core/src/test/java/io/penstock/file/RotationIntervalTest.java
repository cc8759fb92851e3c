package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.EventTime;
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
        awaitNext(files);
        assertThat(files.live()).isNotNull();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();
    }

    private Duration left() {
        return Duration.ofNanos(files.slot().nanosToEnd());
    }

    private static long nanos(String time) {
        return EventTime.nanos(Instant.parse(time).getEpochSecond(), 0);
    }

    @Test
    void boundariesAreMultiplesSinceTheEpoch() throws Exception {
        write(files, "one\n");
        assertThat(left()).isEqualTo(Duration.ofSeconds(10));
        assertThat(files.slot().limitNanos()).isEqualTo(Long.MAX_VALUE);
        now.set(Instant.parse("2026-11-20T13:00:01Z"));
        assertThat(left()).isEqualTo(Duration.ofSeconds(-1));
        assertThat(files.slot().limitNanos()).isEqualTo(nanos("2026-11-20T13:00:00Z"));
        files.slot().moveOn(files.slot().upcomingMillis());
        assertThat(left()).isEqualTo(Duration.ofSeconds(3599));
        assertThat(files.slot().startNanos()).isEqualTo(nanos("2026-11-20T13:00:00Z"));
    }

    @Test
    void theNextFileGoesOnInTheSlotUntilARecordPastItOpensAFile() throws Exception {
        write(files, "one\n");
        now.set(Instant.parse("2026-11-20T15:20:00Z"));
        awaitNext(files);
        files.rotate();
        assertThat(files.slot().open(nanos("2026-11-20T12:59:59Z"))).isFalse();
        assertThat(files.slot().open(Long.MAX_VALUE)).isFalse();
        assertThat(left()).isNegative();
        assertThat(files.slot().open(nanos("2026-11-20T14:10:00Z"))).isTrue();
        assertThat(files.slot().limitNanos()).isEqualTo(nanos("2026-11-20T15:00:00Z"));
        assertThat(files.slot().open(nanos("2099-01-01T00:00:00Z"))).isTrue();
        assertThat(left()).isEqualTo(Duration.ofMinutes(40));
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

package io.penstock.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.Placed;
import io.penstock.config.EventTime;
import io.penstock.file.TimeSlot;
import io.penstock.flush.MemoryFiles.MemoryFile;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which record opens the next file, with an interval of ten seconds; times are seconds, of the clock and of the records. */
class TimedRotationTest {
    private final BufferPool pool = new BufferPool(16L << 20);
    private final Hooks hooks = new Hooks();
    private long clockMillis = 1_000;
    private boolean strict = true;
    private @Nullable EventBuffer buffer;
    private @Nullable EventFlush flush;
    private @Nullable MemoryFiles files;
    private @Nullable Staging staging;

    private void open() {
        buffer = Objects.requireNonNull(EventBuffer.open(pool, strict, 1, 64 * 1024, 0));
        TimeSlot slot = new TimeSlot(() -> EventTime.instant(clockMillis * 1_000_000), () -> Duration.ofSeconds(10));
        files = new MemoryFiles(new Random(1), Long.MAX_VALUE, Integer.MAX_VALUE, 0, slot);
        FlushSettings settings =
                new FlushSettings("payment", Duration.ofSeconds(1).toNanos(), Long.MAX_VALUE, 25, false);
        flush = new EventFlush(settings, buffer, files, new EventCounters(), new Reports(hooks), hooks);
        ByteBuffer memory = Objects.requireNonNull(pool.take(64 * 1024, 0));
        staging = new Staging(memory);
        flush.start(clockMillis * 1_000_000, null);
    }

    private void at(double second, double... records) {
        if (flush == null) {
            open();
        }
        clockMillis = (long) (second * 1000);
        for (double time : records) {
            append(time, (long) (time * TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private void append(double text, long nanos) {
        byte[] bytes = String.format("%02d\n", (int) text).getBytes(StandardCharsets.US_ASCII);
        assertThat(Objects.requireNonNull(buffer).append(nanos, bytes, 0, bytes.length))
                .isEqualTo(Placed.IN_BUFFER);
    }

    /** Lets the flush thread's work be done as far as it is due at this moment. */
    private void flushed() {
        EventFlush event = Objects.requireNonNull(flush);
        for (int i = 0; i < 30; i++) {
            event.visitBy(clockMillis * 1_000_000); // the files thread signals
            Batch batch = event.visit(clockMillis * 1_000_000, Objects.requireNonNull(staging));
            while (batch != null) {
                batch.write();
                Batch next = event.completed(batch, clockMillis * 1_000_000);
                event.free(batch, clockMillis * 1_000_000);
                batch = next;
            }
        }
    }

    private List<String> contents() {
        return Objects.requireNonNull(files).all().stream()
                .filter(file -> file.records() > 0)
                .map(file -> file.text().replace("\n", " ").strip())
                .toList();
    }

    private List<Long> names() {
        return Objects.requireNonNull(files).all().stream()
                .filter(file -> file.records() > 0)
                .map(TimedRotationTest::named)
                .toList();
    }

    private static long named(MemoryFile file) {
        return TimeUnit.NANOSECONDS.toSeconds(
                file.slotEarliestNanos == Long.MAX_VALUE ? file.earliestNanos : file.slotEarliestNanos);
    }

    @Test
    void whatIsBufferedAtTheBoundaryGoesOutFirstAndTheFirstRecordPastItOpensTheNextFile() {
        at(1, 1);
        flushed();
        at(9.5, 7, 9);
        at(10.2, 10, 10, 9, 10); // the log call of the one in between crossed the boundary
        flushed();

        assertThat(contents()).containsExactly("01 07 09", "10 10 09 10");
        assertThat(names()).containsExactly(1L, 10L);
    }

    @Test
    void aBoundaryWithoutNewRecordsEndsTheFileAndAStragglerDoesNotNameTheNext() {
        at(1, 1);
        flushed();
        at(10.1);
        flushed();
        at(10.3, 9, 12);
        at(12);
        flushed();

        assertThat(contents()).containsExactly("01", "09 12");
        assertThat(names()).containsExactly(1L, 12L);
    }

    @Test
    void recordsOfSeveralSlotsThatWereBufferedTogetherGetAFileEach() {
        at(1, 1);
        flushed();
        at(35, 9, 11, 19, 31, 34);
        flushed();

        assertThat(contents()).containsExactly("01 09", "11 19", "31 34");
        assertThat(names()).containsExactly(1L, 11L, 31L);
    }

    @Test
    void theFirstFilesRecordsAreSeparatedAsWell() {
        at(9, 8, 9);
        at(10.5, 10);
        flushed();

        assertThat(contents()).containsExactly("08 09", "10");
    }

    @Test
    void anEmptyFileLivesOn() {
        at(1, 1);
        flushed();
        at(11);
        flushed();
        at(21);
        flushed();
        at(33, 32);
        flushed();

        assertThat(contents()).containsExactly("01", "32");
        assertThat(Objects.requireNonNull(files).all()).hasSize(2);
    }

    /** Replays and clocks that are wrong: one file a slot, whatever the records say. */
    @Test
    void timesThatAreNotTheWallClocksCauseNoFurtherFiles() {
        for (int second = 1; second < 10; second++) {
            at(second, 90, 0, second, 55);
            flushed();
        }
        append(98, Long.MAX_VALUE);
        append(99, Long.MIN_VALUE);
        flushed();
        assertThat(contents()).hasSize(1);
        for (int second = 10; second < 20; second++) {
            at(second, 0, 1, 2);
            flushed();
        }

        assertThat(contents()).hasSize(2);
    }

    @Test
    void inThreadOrderEveryShardIsReadUpToTheBoundary() throws Exception {
        strict = false;
        at(1);
        Objects.requireNonNull(buffer).addShard(0);
        at(9, 8, 9);
        elsewhere(8, 7);
        at(10.2, 10, 12);
        elsewhere(11);
        flushed();

        assertThat(contents()).hasSize(2);
        assertThat(contents().get(0)).contains("07", "08", "09").hasSize(11);
        assertThat(contents().get(1)).contains("10", "11", "12");
    }

    private void elsewhere(double... records) throws InterruptedException {
        Thread thread = new Thread(() -> {
            for (double time : records) {
                append(time, (long) (time * TimeUnit.SECONDS.toNanos(1)));
            }
        });
        thread.start();
        thread.join();
    }

    private static final class Hooks implements FlushHooks, StatusListener {
        @Override
        public void freed() {
            // no append waits
        }

        @Override
        public void passed() {
            // nothing to report
        }

        @Override
        public void rotated() {
            // settings stay
        }

        @Override
        public void idle() {
            // stays open
        }

        @Override
        public void grow() {
            // one shard will do
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            throw new AssertionError(message, cause);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            throw new AssertionError(message, cause);
        }

        @Override
        public void info(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void resumed(long lost) {
            throw new AssertionError("resumed");
        }

        @Override
        public void closed(long accepted, long lost) {
            throw new AssertionError("closed");
        }
    }
}

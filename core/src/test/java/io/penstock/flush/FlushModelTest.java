package io.penstock.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.OversizeRecord;
import io.penstock.buffer.Placed;
import io.penstock.config.EventTime;
import io.penstock.config.Limits;
import io.penstock.file.TimeSlot;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * I2, I4, I6, I9: whatever comes between appends, visits, completions, failed and short writes, rotations and further shards, the files hold exactly what was accepted, in the order of the
 * appends. One step after the other, by a seed, so that a failure can be looked at again.
 */
class FlushModelTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 3_000;

    private final List<ExecutorService> writers = new ArrayList<>();

    FlushModelTest() {
        for (int i = 0; i < 3; i++) {
            writers.add(Executors.newSingleThreadExecutor());
        }
    }

    @AfterEach
    void stopWriters() {
        writers.forEach(ExecutorService::shutdown);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 300})
    void filesHoldWhatWasAcceptedInTheOrderOfTheAppends(int failuresOfAThousand) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Model(seed, failuresOfAThousand).run();
        }
    }

    /** I1: of an event that is given up, every record is in the files, whole, or counted as lost; those too whose last bytes were kept back. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void whatIsGivenUpIsCountedToTheRecord(int failuresOfAThousand) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Model(seed, failuresOfAThousand).runUntilTheDiskDies();
        }
    }

    /** I1: a write that hangs at the end carries records that are lost until it returns, and found again if it has brought them into the file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void whatAHangingWriteCarriesIsLostUntilItReturns(int failuresOfAThousand) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Model(seed, failuresOfAThousand).runUntilAWriteHangs();
        }
    }

    /** R1: whatever throws inside a visit or a completion costs that step alone. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void whatThrowsInAStepCostsThatStepAlone(int failuresOfAThousand) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Model model = new Model(seed, failuresOfAThousand);
            model.files.throwing = 50;
            model.throwing = 50;
            model.run();
        }
    }

    private final class Model implements FlushHooks {
        private final int seed;
        private final Random random;
        private final BufferPool pool = new BufferPool(64L << 20);
        private final EventBuffer buffer;
        private final MemoryFiles files;
        private final Duration interval;
        private final int failures;
        private final EventFlush flush;
        private final List<Staging> areas = new ArrayList<>();
        private final List<Batch> writing = new ArrayList<>();
        private final ByteArrayOutputStream accepted = new ByteArrayOutputStream();
        private final AtomicLong closedWith = new AtomicLong(-1);
        private final List<Long> ends = new ArrayList<>();
        private final EventCounters counters = new EventCounters();
        private boolean onlySmall;
        /** Of a thousand, how many hooks throw. */
        private int throwing;

        private long acceptedRecords;
        private long now = 1;

        Model(int seed, int failures) {
            this.seed = seed;
            this.failures = failures;
            random = new Random(seed * 31L + failures);
            long first = (16L * 1024) << random.nextInt(3);
            long full = seed % 2 == 0 ? first : 4 * first; // growing
            EventBuffer opened = EventBuffer.open(pool, true, new EventBuffer.Shape(4, first, full, 4 * full), 0);
            assertThat(opened).isNotNull();
            buffer = opened;
            long limit = random.nextInt(3) == 0 ? Long.MAX_VALUE : 2_000 + random.nextInt(200_000);
            interval = random.nextInt(3) == 0 ? Limits.UNLIMITED : Duration.ofMillis(1 + random.nextInt(3_000));
            TimeSlot slot = new TimeSlot(() -> EventTime.instant(now), () -> interval);
            files = new MemoryFiles(random, limit, 2_000 + random.nextInt(20_000), failures, slot);
            StatusListener silent = new Silent();
            FlushSettings settings = new FlushSettings("payment", 50 + random.nextInt(500), Long.MAX_VALUE, 25, false);
            flush = new EventFlush(settings, buffer, files, counters, new Reports(silent), this);
            for (int i = 0; i < FlushThread.STAGING_AREAS; i++) {
                ByteBuffer memory = pool.take(32 * 1024, 0);
                assertThat(memory).isNotNull();
                areas.add(new Staging(memory));
            }
        }

        void run() throws Exception {
            flush.start(now, null);
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            CompletableFuture<Boolean> closed = flush.close(Long.MAX_VALUE, Long.MAX_VALUE);
            for (int i = 0; i < 10 * STEPS && !flush.isHandedOver(); i++) {
                now += 10_000_000;
                complete();
                visit(true);
            }
            assertThat(closed).as("closed, seed %d", seed).isCompletedWithValue(true);
            byte[] expected = accepted.toByteArray();
            byte[] content = files.content();
            assertThat(Arrays.mismatch(content, expected))
                    .as(
                            "first byte that differs, of %d accepted and %d written, seed %d",
                            expected.length, content.length, seed)
                    .isEqualTo(-1);
            assertThat(closedWith).as("accepted, seed %d", seed).hasValue(acceptedRecords);
            assertThat(files.all().stream()
                            .mapToLong(MemoryFiles.MemoryFile::records)
                            .sum())
                    .isEqualTo(acceptedRecords);
            if (failures + files.throwing == 0 && !interval.equals(Limits.UNLIMITED)) {
                files.all().stream().filter(file -> file.records() > 0).forEach(this::assertHoldsOneSlot);
            }
            assertThat(buffer.append(1, new byte[1], 0, 1)).isEqualTo(Placed.CLOSED);
        }

        /** As long as files can be had, a timed rotation cuts between two records, wherever they were at the boundary. */
        private void assertHoldsOneSlot(MemoryFiles.MemoryFile file) {
            long length = interval.toNanos();
            assertThat(file.latestNanos / length)
                    .as("slot of the latest record, seed %d", seed)
                    .isEqualTo(file.earliestNanos / length);
            assertThat(file.slotEarliestNanos).isEqualTo(file.earliestNanos);
        }

        void runUntilTheDiskDies() throws Exception {
            onlySmall = true; // an oversize record that is given up was never accepted
            flush.start(now, null);
            for (int i = 0; i < STEPS / 10 + random.nextInt(STEPS / 10); i++) {
                step();
            }
            files.dead = true;
            CompletableFuture<Boolean> closed = flush.close(now + 1_000_000_000, now + 1_100_000_000);
            for (int i = 0; i < STEPS && !flush.isHandedOver(); i++) {
                now += 10_000_000;
                complete();
                visit(true);
            }
            assertThat(closed).as("closed, seed %d", seed).isDone();
            assertThat(closedWith).as("accepted, seed %d", seed).hasValue(acceptedRecords);
            assertEverythingIsCounted();
        }

        void runUntilAWriteHangs() throws Exception {
            onlySmall = true;
            flush.start(now, null);
            for (int i = 0; i < 10 * STEPS && (i < STEPS / 10 || writing.isEmpty()); i++) {
                step();
            }
            assertThat(writing).as("seed %d", seed).isNotEmpty();
            CompletableFuture<Boolean> closed = flush.close(now + 1_000_000_000, now + 1_100_000_000);
            while (!closed.isDone()) {
                now += 10_000_000;
                visit(true);
            }
            long landedBefore = files.content().length;
            long surely = ends.stream().filter(end -> end <= landedBefore).count();
            assertThat(closed).as("seed %d", seed).isCompletedWithValue(false);
            assertThat(flush.isHandedOver())
                    .as("its file may still be written to")
                    .isFalse();
            // what an earlier, failed attempt of the same write has left in the file is known only when it returns
            assertThat(counters.get(Counter.LOST_WRITE))
                    .as("seed %d", seed)
                    .isBetween(acceptedRecords - surely, acceptedRecords);
            assertThat(closedWith).as("accepted, seed %d", seed).hasValue(acceptedRecords);

            for (int i = 0; i < STEPS && !flush.isHandedOver(); i++) {
                now += 10_000_000;
                complete();
                visit(true);
            }
            assertThat(flush.isHandedOver()).as("seed %d", seed).isTrue();
            assertThat(counters.get(Counter.LOST_WRITE)).as("seed %d", seed).isZero();
            assertEverythingIsCounted();
        }

        /** Records without a byte, which are on no side of the end of what is in the files. */
        private long emptyRecords() {
            return acceptedRecords - ends.stream().distinct().count();
        }

        private void assertEverythingIsCounted() {
            long landed = files.content().length;
            long lost = counters.get(Counter.LOST_WRITE);
            long whole = ends.stream().filter(end -> end <= landed).count();
            assertThat(whole + lost - acceptedRecords).as("seed %d", seed).isBetween(0L, emptyRecords());
            assertThat(files.all().stream()
                            .mapToLong(MemoryFiles.MemoryFile::records)
                            .sum())
                    .as("records of the files, seed %d", seed)
                    .isEqualTo(acceptedRecords - lost);
        }

        private void step() throws Exception {
            now += random.nextInt(40);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> burst();
                case 4, 5, 6 -> visit(random.nextInt(3) == 0);
                case 7, 8 -> complete();
                default -> {
                    if (random.nextInt(20) == 0) {
                        buffer.addShard(0);
                    } else if (random.nextInt(10) == 0) {
                        flush.request(random.nextBoolean(), new CompletableFuture<>());
                    } else if (random.nextInt(3) == 0) {
                        now += 1_000_000_000;
                    }
                }
            }
        }

        private void burst() throws Exception {
            int records = 1 + random.nextInt(60);
            int longest = !onlySmall && random.nextInt(20) == 0 ? 12_000 : 300;
            writers.get(random.nextInt(writers.size()))
                    .submit(() -> append(records, longest))
                    .get();
        }

        private void append(int records, int longest) {
            for (int i = 0; i < records; i++) {
                // a file that holds empty records alone counts as empty, and lives on
                int least = interval.equals(Limits.UNLIMITED) ? 0 : 1;
                byte[] bytes = new byte[least + random.nextInt(longest)];
                random.nextBytes(bytes);
                Placed placed = buffer.isOversize(bytes.length)
                        ? buffer.append(now, new OversizeRecord(bytes, 0, bytes.length))
                        : buffer.append(now, bytes, 0, bytes.length);
                if (placed == Placed.FULL) {
                    flush.press();
                    return;
                }
                accepted.writeBytes(bytes);
                acceptedRecords++;
                ends.add((long) accepted.size());
            }
        }

        private void visit(boolean signalled) {
            if (signalled) {
                flush.visitBy(now);
            }
            for (Staging area : areas) {
                if (!flush.holds(area) && flush.visitAt() <= now) {
                    try {
                        begin(flush.visit(now, area));
                    } catch (OutOfMemoryError e) {
                        flush.visitFailed(now);
                    }
                    return;
                }
            }
            if (flush.visitAt() <= now && flush.endsAt() <= now) {
                flush.end(now);
            }
        }

        private void complete() {
            if (!writing.isEmpty()) {
                Batch batch = writing.remove(0);
                batch.write();
                try {
                    begin(flush.completed(batch, now));
                    flush.free(batch, now);
                } catch (OutOfMemoryError e) {
                    flush.visitFailed(now);
                }
            }
        }

        private void mayThrow() {
            if (random.nextInt(1000) < throwing) {
                throw new OutOfMemoryError("of the test");
            }
        }

        private void begin(@Nullable Batch batch) {
            if (batch != null) {
                writing.add(batch);
            }
        }

        @Override
        public void freed() {
            mayThrow();
        }

        @Override
        public void passed() {
            mayThrow();
        }

        @Override
        public void rotated() {
            mayThrow();
        }

        @Override
        public void idle() {
            throw new AssertionError("idle without an idle time-out");
        }

        @Override
        public void grow() {
            mayThrow();
        }

        @Override
        public void resumed(long lost) {
            // the counters tell
        }

        @Override
        public void closed(long count, long lost) {
            mayThrow();
            closedWith.set(count);
        }
    }

    private static final class Silent implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            assertThat(message).containsAnyOf("will be retried", "Preparing the next file");
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            throw new AssertionError(message);
        }

        @Override
        public void info(String message) {
            assertThat(message).contains("works again");
        }
    }
}

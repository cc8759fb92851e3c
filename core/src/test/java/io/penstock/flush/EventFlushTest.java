package io.penstock.flush;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.Placed;
import io.penstock.status.EventCounters;
import io.penstock.status.GuardedStatus;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When an event is visited, by a clock that is moved by hand. */
class EventFlushTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int OFTEN = 100;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final EventBuffer buffer = EventBuffer.open(pool, true, 1, 64 * 1024, 0);
    private final MemoryFiles files = new MemoryFiles(new Random(1), Long.MAX_VALUE, 2_000, 0);
    private final EventFlush flush = new EventFlush(
            new FlushSettings("payment", SECOND, Long.MAX_VALUE, 25, false),
            buffer,
            files,
            new EventCounters(),
            new Reports(GuardedStatus.of(new Silent())),
            new NoHooks());
    private final Staging area = new Staging(pool.take(32 * 1024, 0));
    private long now = 1;

    /** Visits for so long whenever a visit is due, and counts the visits. */
    private int visit(long nanos) {
        int visits = 0;
        for (long end = now + nanos; now < end && visits < 1_000_000; now = next(end)) {
            if (flush.visitAt() <= now) {
                visits++;
                Batch batch = flush.visit(now, area);
                if (batch != null) {
                    batch.write();
                    assertThat(flush.completed(batch, now)).isNull();
                    flush.free(batch, now);
                }
            }
        }
        return visits;
    }

    private long next(long end) {
        return Math.min(end, Math.max(now + 1, flush.visitAt()));
    }

    private void writeOne() {
        byte[] line = "line\n".getBytes(US_ASCII);
        flush.start(now, null);
        assertThat(buffer.append(1, line, 0, line.length)).isEqualTo(Placed.IN_BUFFER);
        for (int i = 0; i < OFTEN && files.content().length == 0; i++) {
            flush.visitBy(now);
            visit(2 * SECOND);
        }
        assertThat(files.content()).isEqualTo(line);
    }

    @Test
    void aSilentEventIsVisitedOnceAnInterval() {
        writeOne();

        assertThat(visit(100 * SECOND)).isLessThan(2 * OFTEN);
    }

    /** A time that is past is not due again until the next file is there, which the files thread signals. */
    @Test
    void anEventWhoseNextFileCannotBeOpenedIsNotVisitedWithoutPause() {
        writeOne();
        files.failures = 1000;
        files.overdue = true;

        assertThat(visit(100 * SECOND)).isLessThan(2 * OFTEN);
    }

    /** R1: as often as a step fails, the event is visited again, and not at once. */
    @Test
    void anEventWhoseVisitsThrowIsVisitedAgainAfterAPause() {
        writeOne();
        files.throwing = 1000;
        buffer.append(1, new byte[] {'x'}, 0, 1);
        files.overdue = true;
        int failed = 0;
        for (long end = now + 100 * SECOND; now < end; now = next(end)) {
            try {
                visit(1);
            } catch (OutOfMemoryError e) {
                failed++;
                flush.visitFailed(now);
            }
        }
        assertThat(failed).isLessThan(20 * OFTEN);

        files.throwing = 0;
        files.overdue = false;
        visit(2 * SECOND);
        assertThat(new String(files.content(), US_ASCII)).isEqualTo("line\nx");
    }

    private static final class NoHooks implements FlushHooks {
        @Override
        public void freed() {}

        @Override
        public void passed() {}

        @Override
        public void rotated() {}

        @Override
        public void idle() {}

        @Override
        public void grow() {}

        @Override
        public void closed(long accepted, long lost) {}

        @Override
        public void resumed(long lost) {}
    }

    private static final class Silent implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {}

        @Override
        public void warn(String message, @Nullable Throwable cause) {}

        @Override
        public void info(String message) {}
    }
}

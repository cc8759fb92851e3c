package io.penstock.flush;

import static java.util.Objects.requireNonNull;

import io.penstock.buffer.BufferPool;
import io.penstock.buffer.EventBuffer;
import io.penstock.buffer.Placed;
import io.penstock.file.LiveFile;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * I3, I4, I6, I7: ticket, claim, publish, swap, cut and merge together are a queue: whatever order of concurrent appends and drains was observed, some order of the same calls, one after the
 * other and consistent with real time, explains it. Appends run on any thread, drains on one at a time, as with the flush thread.
 */
@Tag("lincheck")
public class DrainLinearizabilityTest {
    private static final int RECORD_BYTES = 3_000;
    private static final int SHARD_BYTES = 64 * 1024;
    private static final int STAGING_BYTES = 128 * 1024;
    private static final BufferPool POOL = new BufferPool(64L << 20);
    private static final FlushHooks NO_HOOKS = new SilentHooks();

    /** Memory is never unmapped: each instance takes over what the one before it held. */
    private static Queue<DrainLinearizabilityTest> before = new ArrayDeque<>();

    private final EventBuffer buffer;
    private final EventFlush event;
    private final Drain drain;
    private final LiveFile file;
    private final ByteBuffer memory;
    private final Staging staging;

    public DrainLinearizabilityTest() {
        DrainLinearizabilityTest last = before.poll();
        if (last != null) {
            last.release();
        }
        buffer = requireNonNull(EventBuffer.open(POOL, true, 2, SHARD_BYTES, 0));
        buffer.addShard(0);
        MemoryFiles files = new MemoryFiles(new Random(1), Long.MAX_VALUE, Integer.MAX_VALUE, 0, MemoryFiles.ALWAYS);
        FilePlan plan = new FilePlan(files, new EventCounters(), buffer.control(), NO_HOOKS::rotated);
        LiveFile live = null;
        while (live == null) {
            live = plan.fileFor(0, true);
        }
        file = live;
        FlushSettings settings = new FlushSettings("event", Long.MAX_VALUE, Long.MAX_VALUE, 25, false);
        event = new EventFlush(settings, buffer, files, new EventCounters(), new Reports(new SilentStatus()), NO_HOOKS);
        drain = new Drain(buffer, plan, NO_HOOKS);
        memory = requireNonNull(POOL.take(STAGING_BYTES, 0));
        staging = new Staging(memory);
        before.add(this);
    }

    private void release() {
        drainAll();
        buffer.close();
        buffer.release();
        POOL.give(memory);
    }

    @Operation
    public boolean append(int value) {
        byte[] record = new byte[RECORD_BYTES];
        ByteBuffer.wrap(record).putInt(value);
        Placed placed = buffer.append(1, record, 0, record.length);
        return placed == Placed.IN_BUFFER || placed == Placed.HALF_FULL;
    }

    @Operation(nonParallelGroup = "flush thread")
    public List<Integer> drainAll() {
        List<Integer> drained = new ArrayList<>();
        Stop stop = Stop.STAGING_FULL;
        drain.cut(false);
        while (stop != Stop.EXHAUSTED) {
            Batch batch = drain.begin(event, file, staging, null);
            stop = drain.merge(batch);
            for (int at = staging.start(); at < staging.end(); at += RECORD_BYTES) {
                drained.add(Integer.reverseBytes(memory.getInt(at)));
            }
            drain.commit(batch);
            drain.free(batch);
            Thread.onSpinWait(); // until what is claimed is published
        }
        return drained;
    }

    @Test
    void concurrentAppendsAndDrainsAreAQueue() {
        new StressOptions()
                .sequentialSpecification(SequentialQueue.class)
                .threads(3)
                .actorsBefore(2)
                .actorsPerThread(4)
                .actorsAfter(2)
                .iterations(20)
                .invocationsPerIteration(500)
                .check(DrainLinearizabilityTest.class);
    }

    private static final class SilentStatus implements StatusListener {
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
    }

    private static final class SilentHooks implements FlushHooks {
        @Override
        public void freed() {
            // nobody waits
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
            // never
        }

        @Override
        public void grow() {
            // both shards are open
        }

        @Override
        public void resumed(long lost) {
            // the counters tell
        }

        @Override
        public void closed(long accepted, long lost) {
            // the memory is given back by hand
        }
    }

    /** What the calls do one after the other. */
    public static final class SequentialQueue {
        private final List<Integer> values = new ArrayList<>();

        public boolean append(int value) {
            return values.add(value);
        }

        public List<Integer> drainAll() {
            List<Integer> all = new ArrayList<>(values);
            values.clear();
            return all;
        }
    }
}

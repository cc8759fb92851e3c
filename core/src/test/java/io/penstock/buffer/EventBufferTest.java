package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    private static final int KB = 1024;
    private static final byte[] RECORD = new byte[1000];

    private final BufferPool pool = new BufferPool(16L << 20);
    private final EventBuffer buffer = Objects.requireNonNull(
            EventBuffer.open(pool, true, new EventBuffer.Shape(2, 64 * KB, 1024 * KB, 2048 * KB), 0));

    @AfterEach
    void release() {
        pool.close();
    }

    private Placed append() {
        return buffer.append(1, RECORD, 0, RECORD.length);
    }

    @Test
    void aRecordThatFindsNoRoomAsksForAFurtherShard() {
        while (append() != Placed.FULL) {
            assertThat(buffer.wantsShard()).isFalse();
        }
        assertThat(buffer.wantsShard()).isTrue();
        assertThat(buffer.wantsShard()).as("once").isFalse();

        assertThat(buffer.addShard(0)).isTrue();
        assertThat(append()).isEqualTo(Placed.IN_BUFFER);
        assertThat(buffer.shardCount()).isEqualTo(2);
    }

    @Test
    void aRecordTooLargeForASmallBufferFitsOnceThereIsALargerOne() {
        int length = 30 * KB;
        assertThat(buffer.isOversize(length)).isTrue();
        assertThat(buffer.append(1, new OversizeRecord(new byte[length], 0, length)))
                .isEqualTo(Placed.IN_BUFFER);
        assertThat(buffer.wantsShard()).isTrue();
        assertThat(buffer.addShard(0)).isTrue();

        assertThat(buffer.isOversize(length)).isFalse();
        assertThat(buffer.append(1, new byte[length], 0, length)).isEqualTo(Placed.IN_BUFFER);
    }

    /** A buffer of full size would not take it either. */
    @Test
    void aRecordTooLargeForAnyBufferAsksForNothing() {
        int length = 300 * KB;
        assertThat(buffer.append(1, new OversizeRecord(new byte[length], 0, length)))
                .isEqualTo(Placed.IN_BUFFER);
        assertThat(buffer.wantsShard()).isFalse();
    }

    /** I13 */
    @Test
    void growsToItsSizeAndNoFurther() {
        while (buffer.addShard(0)) {
            assertThat(buffer.memoryBytes()).isLessThanOrEqualTo(2048 * KB + EventBuffer.CONTROL_BYTES);
        }
        assertThat(buffer.memoryBytes()).isGreaterThan(1536 * KB);
        assertThat(pool.usedBytes()).isEqualTo(buffer.memoryBytes());
        int records = 0;
        while (append() != Placed.FULL) {
            records++;
        }
        assertThat(records * 1024L).as("all buffers take records").isGreaterThan(buffer.memoryBytes() / 2 - 64 * KB);
        assertThat(buffer.wantsShard()).isFalse();
    }

    @Test
    void growingLeavesWhatMustBeKeptFree() {
        assertThat(buffer.addShard((16 << 20) - pool.usedBytes() - 128 * KB)).isTrue();
        assertThat(buffer.memoryBytes()).isLessThanOrEqualTo(192 * KB + EventBuffer.CONTROL_BYTES);
        assertThat(buffer.addShard((16 << 20) - pool.usedBytes() - 16 * KB)).isFalse();
    }

    /** I3: in thread order a thread keeps its shard, so all are there from the start. */
    @Test
    void inThreadOrderTheEventDoesNotGrow() {
        EventBuffer thread = Objects.requireNonNull(
                EventBuffer.open(pool, false, new EventBuffer.Shape(2, 64 * KB, 1024 * KB, 2048 * KB), 0));
        assertThat(thread.shardCount()).isEqualTo(2);
        while (thread.append(1, RECORD, 0, RECORD.length) != Placed.FULL) {
            assertThat(thread.shardCount()).isEqualTo(2);
        }
        assertThat(thread.wantsShard()).isFalse();
        assertThat(thread.addShard(0)).isFalse();
    }
}

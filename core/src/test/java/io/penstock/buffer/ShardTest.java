package io.penstock.buffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims in two buffers of 4 KB, and what the reader sees of them. */
class ShardTest {
    private static final int HALF = 4096;

    private final Shard shard = new Shard(Platform.get().map(2 * HALF));
    private final ShardReader reader = new ShardReader(shard, 0);
    private long ticket;

    private Placed append(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return shard.append(
                (int) FrameLayout.sizeOf(bytes.length), FrameLayout.DATA, ticket++, 1L, bytes, 0, bytes.length);
    }

    private List<String> read() {
        reader.snapshot();
        List<String> texts = new ArrayList<>();
        while (reader.head() >= 0 && reader.head() != ShardReader.EXHAUSTED) {
            if (!reader.headIsVoid()) {
                ByteBuffer target = ByteBuffer.allocate(reader.headLength());
                reader.copyHead(target, 0, reader.headLength());
                texts.add(new String(target.array(), US_ASCII));
            }
            reader.next();
        }
        return texts;
    }

    /** I6: a reader stops at a frame that is claimed and not yet published, and takes up there again. */
    @Test
    void readerWaitsAtAClaimedFrame() {
        append("first");
        int second = shard.position();
        append("second");
        append("third");
        int size = FrameLayout.stateAcquire(shard.buffer(0), second);
        FrameLayout.claimRelease(shard.buffer(0), second, size);

        assertThat(read()).containsExactly("first");
        assertThat(reader.head()).isEqualTo(ShardReader.UNPUBLISHED);
        FrameLayout.publishRelease(shard.buffer(0), second, size);
        assertThat(read()).containsExactly("second", "third");
    }

    /** I7: a claim lands in the active buffer alone; what was swapped away keeps its length. */
    @Test
    void appendsAfterASwapGoToTheOtherBuffer() {
        append("before");
        assertThat(reader.swap()).isTrue();
        append("after");

        assertThat(reader.swap()).as("the other buffer is not clean").isFalse();
        assertThat(read()).containsExactly("before", "after");
    }

    /** The one append that crosses the middle says so, so that there is one wake-up per buffer. */
    @Test
    void exactlyOneAppendFindsTheBufferHalfFull() {
        List<Placed> placed = new ArrayList<>();
        Placed last = append("x".repeat(100));
        while (last != Placed.FULL) {
            placed.add(last);
            last = append("x".repeat(100));
        }
        assertThat(placed).containsOnlyOnce(Placed.HALF_FULL);
        assertThat(placed).hasSize(HALF / 128);
        assertThat(placed.indexOf(Placed.HALF_FULL)).isEqualTo(HALF / 128 / 2 - 1);
        assertThat(reader.isHalfFull()).isTrue();
    }

    /** I6: a buffer goes back to the writers zeroed, and only when all of it is committed. */
    @Test
    void aBufferIsZeroedWhenAllOfItIsCommitted() {
        append("one");
        append("two");
        reader.swap();
        reader.snapshot();
        assertThat(reader.head()).isZero();
        reader.next();
        long afterOne = reader.cursor();
        assertThat(read()).containsExactly("two");

        assertThat(reader.commit(afterOne)).isFalse();
        assertThat(FrameLayout.stateAcquire(shard.buffer(0), 0)).isPositive();
        assertThat(reader.commit(reader.cursor())).isTrue();
        for (int i = 0; i < HALF; i++) {
            assertThat(shard.buffer(0).get(i)).isZero();
        }
        assertThat(reader.isDrained()).isTrue();
    }

    /** I9: what a failed write had merged is read again, the same, whatever has come since. */
    @Test
    void rewindReadsTheSameAgainUpToTheLimit() {
        append("one");
        append("two");
        assertThat(read()).containsExactly("one", "two");
        long end = reader.cursor();
        append("three");
        reader.swap();
        append("four");
        reader.rewind();
        reader.limit(end);

        List<Long> tickets = new ArrayList<>();
        for (long head = reader.head(); head != ShardReader.EXHAUSTED; head = reader.head()) {
            tickets.add(head);
            reader.next();
        }
        assertThat(tickets).containsExactly(0L, 1L);
        assertThat(read()).containsExactly("three", "four");
    }

    /** I7: no claim succeeds after the close; what was placed before it is still there. */
    @Test
    void aClosedShardRefusesAndIsReadToItsEnd() {
        append("last");
        shard.close();

        assertThat(append("late")).isEqualTo(Placed.CLOSED);
        assertThat(read()).containsExactly("last");
        reader.commit(reader.cursor());
        assertThat(reader.isDrained()).isTrue();
    }

    /** Between claim and publish nothing may fail; what fails all the same leaves a void frame, which holds nobody up. */
    @Test
    void aWriterThatFailsBehindItsClaimLeavesAVoidFrame() {
        append("before");
        assertThatThrownBy(() -> shard.append(64, FrameLayout.DATA, ticket++, 1L, new byte[1], 0, 40))
                .isInstanceOf(IndexOutOfBoundsException.class);
        append("behind");

        assertThat(read()).containsExactly("before", "behind");
        reader.swap();
        assertThat(reader.commit(reader.cursor())).isTrue();
    }

    /** More failures than are noted: the shard counts as full until the flush thread has mended them, and then goes on. */
    @Test
    void afterManyFailuresTheShardIsFullUntilTheyAreMended() {
        Shard large = new Shard(Platform.get().map(256 * 1024));
        ShardReader large0 = new ShardReader(large, 0);
        int failures = 0;
        Placed placed = Placed.IN_BUFFER;
        for (int i = 0; i < 1_000 && placed != Placed.FULL; i++) {
            try {
                placed = large.append(32, FrameLayout.DATA, i, 1L, new byte[1], 0, 8);
            } catch (IndexOutOfBoundsException e) {
                failures++;
            }
        }
        assertThat(placed).isEqualTo(Placed.FULL);
        assertThat(failures).isBetween(200, 300);

        large0.snapshot();
        for (long head = large0.head(); head != ShardReader.EXHAUSTED; head = large0.head()) {
            assertThat(large0.headIsVoid()).isTrue();
            large0.next();
            failures--;
        }
        assertThat(failures).isZero();
        assertThat(large.append(32, FrameLayout.DATA, 1_000, 1L, new byte[8], 0, 8))
                .isEqualTo(Placed.IN_BUFFER);
    }
}

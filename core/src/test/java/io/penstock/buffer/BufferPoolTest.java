package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** I13: no more memory than configured, whoever asks for how much. */
class BufferPoolTest {
    private static final int KB = 1024;

    private final Limited memory = new Limited();
    private long now;
    private final BufferPool pool = new BufferPool(256 * KB, memory, () -> now);

    @Test
    void neverGivesMoreThanItsBound() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (ByteBuffer one = pool.takeShard(100 * KB, 0); one != null; one = pool.takeShard(100 * KB, 0)) {
            taken.add(one);
        }
        assertThat(taken.stream().mapToLong(ByteBuffer::capacity).sum())
                .isEqualTo(pool.usedBytes())
                .isLessThanOrEqualTo(256 * KB);
        assertThat(taken).hasSizeGreaterThan(2);
        assertThat(taken).allMatch(one -> one.capacity() >= BufferPool.MIN_SHARD_BYTES);
    }

    @Test
    void leavesWhatMustBeKeptFree() {
        assertThat(pool.take(200 * KB, 100 * KB)).isNull();
        assertThat(pool.takeShard(200 * KB, 100 * KB).capacity()).isEqualTo(100 * KB);
        assertThat(pool.usedBytes()).isEqualTo(100 * KB);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        ByteBuffer first = pool.take(256 * KB, 0);
        assertThat(pool.take(4 * KB, 0)).isNull();
        pool.give(first);

        assertThat(pool.usedBytes()).isZero();
        assertThat(pool.take(256 * KB, 0)).isSameAs(first);
    }

    /** Pieces of all sizes stand in the pool, and none of them fits: the bound is that of memory in use, all the same. */
    @Test
    void freeMemoryOfOtherSizesStandsInNobodysWay() {
        List.of(100 * KB, 64 * KB, 60 * KB, 32 * KB).stream()
                .map(size -> Objects.requireNonNull(pool.take(size, 0)))
                .toList()
                .forEach(pool::give);

        for (int size : new int[] {120 * KB, 80 * KB, 56 * KB}) {
            assertThat(pool.take(size, 0)).as("%s bytes", size).isNotNull();
        }
        assertThat(pool.usedBytes()).isEqualTo(256 * KB);
        assertThat(memory.heldBytes()).isLessThanOrEqualTo(256 * KB);
    }

    /** The size of all events is changed again and again: what is asked for fits, and no more is mapped than the bound says. */
    @Test
    void whateverWasAskedForBeforeWhatFitsIsServed() {
        Random random = new Random(7);
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int size = (1 + random.nextInt(24)) * 4 * KB;
            int keepFree = random.nextInt(4) * 16 * KB;
            boolean fits = pool.usedBytes() + size + keepFree <= 256 * KB;
            ByteBuffer one = pool.take(size, keepFree);
            assertThat(one != null).isEqualTo(fits);
            if (one != null) {
                taken.add(one);
            }
            while (!taken.isEmpty() && (!fits || random.nextInt(3) == 0)) {
                pool.give(taken.remove(random.nextInt(taken.size())));
                fits = true;
            }
            assertThat(memory.heldBytes()).isLessThanOrEqualTo(256 * KB);
        }
    }

    /** Pipelines of one JVM share nothing: what a closed one had goes back to the system, and what it is given late too. */
    @Test
    void aClosedPoolKeepsNothing() {
        ByteBuffer early = Objects.requireNonNull(pool.take(12 * KB, 0));
        ByteBuffer late = Objects.requireNonNull(pool.take(20 * KB, 0));
        pool.give(early);
        pool.close();
        assertThat(memory.heldBytes()).isEqualTo(20 * KB);
        pool.give(late);

        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void whatTheSystemRefusesIsAskedForInHalves() {
        memory.limitBytes = 100 * KB;

        assertThat(pool.takeShard(200 * KB, 0).capacity()).isEqualTo(100 * KB);
        assertThat(pool.refusal()).contains("refused 204800 bytes");
        assertThat(pool.takeShard(200 * KB, 0)).isNull();
    }

    @Test
    void theSystemIsLeftAloneForAWhileAfterARefusalAndAskedAgainThen() {
        memory.limitBytes = 0;
        assertThat(pool.takeShard(64 * KB, 0)).isNull();
        int asked = memory.asked;
        for (int i = 0; i < 1_000; i++) {
            assertThat(pool.takeShard(64 * KB, 0)).isNull();
        }
        assertThat(memory.asked).isEqualTo(asked);

        memory.limitBytes = 256 * KB;
        now += BufferPool.PAUSE_NANOS;
        assertThat(pool.takeShard(64 * KB, 0).capacity()).isEqualTo(64 * KB);
        assertThat(pool.refusal()).isEmpty();
    }

    /** The events that all records can fall back to have their memory, also where the system gives less than the bound. */
    @Test
    void whatIsKeptReadyIsLeftToThoseItIsKeptForWhereTheSystemRefusesMore() {
        pool.keepReady(20 * KB);
        pool.keepReady(20 * KB);
        memory.limitBytes = 50 * KB;

        assertThat(pool.take(20 * KB, 40 * KB)).isNull();
        assertThat(pool.take(20 * KB, 20 * KB)).isNotNull();
        assertThat(pool.take(20 * KB, 0)).isNotNull();
    }

    @Test
    void aLargerFreePieceIsSplitWhereTheSystemRefusesMore() {
        memory.limitBytes = 100 * KB;
        ByteBuffer whole = Objects.requireNonNull(pool.take(96 * KB, 0));
        whole.putInt(0, 0);
        pool.give(whole);

        ByteBuffer part = Objects.requireNonNull(pool.take(32 * KB, 0));
        ByteBuffer other = Objects.requireNonNull(pool.take(64 * KB, 0));
        part.putInt(28 * KB, 1);
        assertThat(other.getInt(0)).isZero();
        assertThat(part.order()).isEqualTo(whole.order());
    }

    /** So much memory, and not more. */
    private static final class Limited implements Platform {
        private long limitBytes = Long.MAX_VALUE;
        private long mappedBytes;
        private long releasedBytes;
        private int asked;

        private long heldBytes() {
            return mappedBytes - releasedBytes;
        }

        @Override
        public ByteBuffer map(int bytes) {
            asked++;
            if (heldBytes() + bytes > limitBytes) {
                throw new OutOfMemoryError("refused " + bytes + " bytes");
            }
            mappedBytes += bytes;
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void release(ByteBuffer memory) {
            releasedBytes += memory.capacity();
        }

        @Override
        public Optional<FileCalls> fileCalls() {
            return Optional.empty();
        }

        @Override
        public boolean yieldToOthers() {
            return false;
        }

        @Override
        public String description() {
            return "limited";
        }
    }
}

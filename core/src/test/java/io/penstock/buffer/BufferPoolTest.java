package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I13: no more memory than configured, whoever asks for how much. */
class BufferPoolTest {
    private static final int KB = 1024;

    private final BufferPool pool = new BufferPool(256 * KB);

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

    /** Mapped memory is never unmapped: what a closed pipeline leaves serves the next, and its late returns too. */
    @Test
    void aClosedPoolsMemoryServesTheNextPool() {
        ByteBuffer early = Platform.get().map(12 * KB);
        ByteBuffer late = Platform.get().map(20 * KB);
        BufferPool closed = new BufferPool(64 * KB);
        closed.give(early);
        closed.close();
        closed.give(late);

        assertThat(pool.take(12 * KB, 0)).isSameAs(early);
        assertThat(pool.take(20 * KB, 0)).isSameAs(late);
    }
}

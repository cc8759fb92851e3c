package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EncodeBuffersTest {
    private final AtomicInteger made = new AtomicInteger();
    private final EncodeBuffers<EncodeBuffer> buffers = new EncodeBuffers<>(
            () -> {
                made.incrementAndGet();
                return new EncodeBuffer();
            },
            8);

    @Test
    void aThreadMeetsItsBufferAgainEmpty() {
        EncodeBuffer first = buffers.take();
        first.put((byte) 1);
        buffers.give(first);

        EncodeBuffer second = buffers.take();
        assertThat(second).isSameAs(first);
        assertThat(second.length()).isZero();
    }

    @Test
    void everyNestingLevelHasItsOwnBufferAndNoneIsMadeTwice() {
        for (int round = 0; round < 3; round++) {
            List<EncodeBuffer> nested = new ArrayList<>();
            for (int level = 0; level < EncodeBuffers.PROBES; level++) {
                nested.add(buffers.take());
            }
            assertThat(nested).doesNotHaveDuplicates();
            nested.forEach(buffers::give);
        }

        assertThat(made).hasValue(EncodeBuffers.PROBES);
    }

    /** I13: memory is bounded, whatever the size of records and the depth of nesting. */
    @Test
    void neitherHugeBuffersNorTooManyAreKept() {
        EncodeBuffer huge = buffers.take();
        huge.reserve(EncodeBuffers.RETAINED_BYTES + 1);
        buffers.give(huge);
        Set<EncodeBuffer> many = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            many.add(buffers.take());
        }
        assertThat(many).hasSize(100).doesNotContain(huge);
        many.forEach(buffers::give);
        made.set(0);
        for (int i = 0; i < 100; i++) {
            buffers.take();
        }

        assertThat(made).hasValueGreaterThanOrEqualTo(100 - EncodeBuffers.PROBES);
    }

    @Test
    void noTwoThreadsEverHaveTheSameBuffer() throws InterruptedException {
        AtomicInteger clashes = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            byte mark = (byte) t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    EncodeBuffer mine = buffers.take();
                    mine.put(mark);
                    mine.put(mark);
                    if (mine.length() != 2 || mine.bytes()[0] != mark || mine.bytes()[1] != mark) {
                        clashes.incrementAndGet();
                    }
                    buffers.give(mine);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(clashes).hasValue(0);
    }
}

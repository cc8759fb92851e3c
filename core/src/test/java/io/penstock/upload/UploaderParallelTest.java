package io.penstock.upload;

import static io.penstock.upload.UploaderFixture.LONG;
import static io.penstock.upload.UploaderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes at the same time, and how much of it. */
class UploaderParallelTest {
    @TempDir
    Path directory;

    private UploaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new UploaderFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** I13: parts go in parallel, and there are never more arrays than workers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void arraysAreAsManyAsWorkers(int concurrency) throws Exception {
        fixture.concurrency = concurrency;
        AtomicInteger sending = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Calls counting = new Calls() {
            @Override
            public void before(String call, String subject) {
                if (call.equals("send")) {
                    most.accumulateAndGet(sending.incrementAndGet(), Math::max);
                    // until the others have come: once, the later parts need not wait
                    long start = System.nanoTime();
                    while (most.get() < concurrency && System.nanoTime() - start < LONG.toNanos()) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            }

            @Override
            public void after(String call, String subject) {
                if (call.equals("send")) {
                    sending.decrementAndGet();
                }
            }
        };
        FakeStore store = fixture.store(counting);
        Uploader uploader = fixture.open("s1", store);

        byte[] content = text(100_500, 1);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, content));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored.values()).singleElement().isEqualTo(content);
        assertThat(most).hasValue(concurrency);
        assertThat(store.arrays).hasSizeLessThanOrEqualTo(concurrency);
    }

    @Test
    void smallFilesGoInParallel() throws Exception {
        fixture.concurrency = 4;
        CountDownLatch together = new CountDownLatch(4);
        Uploader uploader = fixture.open("s1", fixture.store((call, subject) -> {
            if (call.equals("put")) {
                together.countDown();
                UploaderFixture.awaitLatch(together);
            }
        }));
        for (int i = 1; i <= 4; i++) {
            uploader.sealed(fixture.disk.seal("payment", "s1", i, text(10, i)));
        }

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).isEmpty();
    }
}

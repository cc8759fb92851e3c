package io.penstock.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockRegistryTest {
    @Test
    void aFileIsEnteredOnceWhateverItIsCalledAndNothingStaysWhenAllHaveLeft() {
        String before = table();
        List<Path> files = List.of(
                Path.of("/spool/a.lock"),
                Path.of("/spool/a.lock.lock"),
                Path.of("/spool"),
                Path.of("/with blank "),
                Path.of("/with\nline end\n"),
                Path.of("/über"),
                Path.of("/holder a.lock"));
        for (Path file : files) {
            assertThat(LockRegistry.enter(file, "holder")).isEmpty();
        }
        for (Path file : files) {
            assertThat(LockRegistry.enter(file, "another")).contains("holder");
        }
        for (Path file : files) {
            LockRegistry.leave(file);
            assertThat(LockRegistry.enter(file, "another")).isEmpty();
            LockRegistry.leave(file);
        }
        assertThat(table()).isEqualTo(before);
    }

    private static String table() {
        String table = Security.getProperty("io.penstock.locks");
        return table == null ? "" : table;
    }

    @Test
    void ofManyThreadsOneEntersAFile() throws Exception {
        Path file = Path.of("/spool/many.lock");
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try {
            for (int round = 0; round < 100; round++) {
                List<Future<Boolean>> entered = new ArrayList<>();
                IntStream.range(0, threads)
                        .forEach(thread -> entered.add(pool.submit(() -> {
                            barrier.await();
                            return LockRegistry.enter(file, "h" + thread).isEmpty();
                        })));
                int entries = 0;
                for (Future<Boolean> one : entered) {
                    entries += one.get() ? 1 : 0;
                }
                assertThat(entries).isEqualTo(1);
                LockRegistry.leave(file);
            }
        } finally {
            pool.shutdown();
        }
    }
}

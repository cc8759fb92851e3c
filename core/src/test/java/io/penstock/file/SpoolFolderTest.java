package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolFolderTest {
    private static final int MOVERS = 16;

    @TempDir
    Path directory;

    private SpoolFolder folder(boolean withNativeCalls) throws Exception {
        Optional<FileCalls> calls = withNativeCalls ? Platform.get().fileCalls() : Optional.empty();
        return SpoolFolder.of(
                new SpoolConfig(directory, "h1", DirectIo.AUTO, PosixFilePermissions.fromString("rw-r-----"), null),
                calls);
    }

    /** {@code Files.move} without REPLACE_EXISTING let two movers "succeed" in most races. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSixteenMoversToOneNameExactlyOneSucceedsAndNoFileIsLost(boolean withNativeCalls) throws Exception {
        SpoolFolder folder = folder(withNativeCalls);
        ExecutorService movers = Executors.newFixedThreadPool(MOVERS);
        try {
            for (int round = 0; round < 50; round++) {
                Path target = directory.resolve("target");
                CyclicBarrier barrier = new CyclicBarrier(MOVERS);
                List<Future<Boolean>> moved = new ArrayList<>();
                for (int i = 0; i < MOVERS; i++) {
                    Path from = Files.writeString(directory.resolve("from" + i), "content " + i);
                    moved.add(movers.submit(() -> {
                        barrier.await();
                        return folder.moveNoReplace(from, target);
                    }));
                }
                int winners = 0;
                for (int i = 0; i < MOVERS; i++) {
                    if (moved.get(i).get()) {
                        winners++;
                        assertThat(target).hasContent("content " + i);
                    } else {
                        assertThat(directory.resolve("from" + i)).hasContent("content " + i);
                    }
                }
                assertThat(winners).isEqualTo(1);
                Files.delete(target);
            }
        } finally {
            movers.shutdown();
        }
    }
}

package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made in a spool: its names, its permissions. */
class SpoolFolderTest {
    private static final int MOVERS = 16;

    @TempDir
    Path directory;

    private SpoolFolder folder(boolean withNativeCalls) throws Exception {
        return SpoolFolder.of(
                config("rw-r-----"), withNativeCalls ? Platform.get().fileCalls() : Optional.empty());
    }

    private SpoolConfig config(String permissions) {
        return new SpoolConfig(directory, "h1", DirectIo.AUTO, PosixFilePermissions.fromString(permissions), null);
    }

    /** Who may read the files can also come to them, and nobody else. */
    @ParameterizedTest
    @CsvSource({
        "rw-r-----, rwxr-x---",
        "rw-------, rwx------",
        "rw-rw----, rwxrwx---",
        "rw-r--r--, rwxr-xr-x",
        "rw----r--, rwx---r-x",
        "rwx-w----, rwx-w----",
    })
    void directoriesFollowThePermissionsOfFiles(String files, String directories) throws Exception {
        Path made = directory.resolve("a").resolve("b");
        SpoolFolder.of(config(files), Optional.empty()).createDirectory(made);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo(directories);
        assertThat(Files.getPosixFilePermissions(made.getParent())).isEqualTo(Files.getPosixFilePermissions(made));
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

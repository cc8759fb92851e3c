package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.SpoolConfig.DirectIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One whole line for each object, whoever appends, and a bounded number of them. */
class ManifestTest {
    private static final int THREADS = 4;
    private static final int LINES = 150;
    private static final long MOST_BYTES = 8 << 10;

    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private SpoolPaths paths;

    @BeforeEach
    void chooseDirectory() throws Exception {
        fixture = new SpoolFixture(directory);
        paths = new SpoolPaths(directory.toRealPath());
    }

    /** Four threads, each its lines in order. */
    static void appendLines(SealedFiles files, String who) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String writer = who + thread;
                tasks.add(() -> {
                    for (int i = 0; i < LINES; i++) {
                        files.appendManifest(line(writer, i).getBytes(UTF_8));
                    }
                    return null;
                });
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String line(String writer, int number) {
        return "{\"writer\":\"" + writer + "\",\"number\":" + number + ",\"fill\":\"" + "x".repeat(number % 90) + "\"}";
    }

    private List<String> lines(SealedFiles files) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Path file : files.manifests()) {
            String content = Files.readString(file);
            assertThat(content).endsWith("\n");
            lines.addAll(List.of(content.substring(0, content.length() - 1).split("\n", -1)));
        }
        return lines;
    }

    /** I11: what is registered stays so, whole and once, while two processes append and rotate at the same time. */
    @Test
    void noLineIsTornLostOrDoubledByTwoProcessesThatRotate() throws Exception {
        Process child = SpoolChild.start(directory, "append", Long.toString(MOST_BYTES));
        fixture.mostManifestBytes = MOST_BYTES;
        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(SpoolChild.line(child)).isEqualTo("ready");
        child.getOutputStream().write('\n');
        child.getOutputStream().flush();
        appendLines(spool.sealedFiles(), "parent");
        assertThat(SpoolChild.line(child)).isEqualTo("done");
        SpoolChild.kill(child);

        List<String> expected = new ArrayList<>();
        for (String who : List.of("child", "parent")) {
            for (int i = 0; i < THREADS * LINES; i++) {
                expected.add(line(who + i / LINES, i % LINES));
            }
        }
        List<String> found = lines(spool.sealedFiles());
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        String writer = "\"parent2\"";
        assertThat(found.stream().filter(line -> line.contains(writer)))
                .as("over the files in their order")
                .containsExactlyElementsOf(
                        expected.stream().filter(line -> line.contains(writer)).toList());
        assertThat(spool.sealedFiles().manifests()).hasSizeGreaterThan(5);
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void aLineCutByACrashIsFollowedByAWholeOne() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        SealedFiles files = spool.sealedFiles();
        files.appendManifest("{\"key\":1}\n".getBytes(UTF_8));
        Files.writeString(files.manifest(), "{\"key\":1}\n{\"ke");
        files.appendManifest("{\"key\":2}\n".getBytes(UTF_8));
        files.appendManifest("{\"key\":3}".getBytes(UTF_8));

        assertThat(files.manifest()).hasContent("{\"key\":1}\n{\"ke\n{\"key\":2}\n{\"key\":3}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.manifest())))
                .isEqualTo("rw-r-----");
        assertThatThrownBy(() -> files.appendManifest("{}\n{}\n".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(spool.close(SOON)).isTrue();
    }

    /** I13; and the newest stay, also after the clock was set back. */
    @Test
    void atMostSixteenRotatedOnesAreKeptTheNewest() throws Exception {
        fixture.clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
        fixture.mostManifestBytes = 20;
        Spool spool = fixture.open(DirectIo.AUTO);
        SealedFiles files = spool.sealedFiles();
        Path future = paths.own().resolve("manifest-2031-01-01_00-00-00-000.jsonl");
        for (int i = 0; i < 40; i++) {
            files.appendManifest(("{\"number\":\"" + (100 + i) + "\"}").getBytes(UTF_8));
            if (i == 20) {
                Files.move(paths.own().resolve("manifest-2026-01-02_03-04-05-697.jsonl"), future);
            }
        }

        assertThat(files.manifests()).hasSize(17);
        assertThat(files.manifest()).hasContent("{\"number\":\"139\"}\n");
        List<String> found = lines(files);
        assertThat(found).hasSize(17).isSorted();
        assertThat(found.get(16)).contains("139");
        assertThat(found.get(0)).contains("123");
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void aManifestThatCannotBeHadLosesNoLineOfBefore() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        SealedFiles files = spool.sealedFiles();
        files.appendManifest("{\"key\":1}".getBytes(UTF_8));
        Path away = Files.move(files.manifest(), directory.resolve("away"));
        Files.createDirectory(files.manifest());
        assertThatThrownBy(() -> files.appendManifest("{}".getBytes(UTF_8))).isInstanceOf(IOException.class);
        Files.delete(files.manifest());
        Files.move(away, files.manifest());
        files.appendManifest("{\"key\":2}".getBytes(UTF_8));

        assertThat(files.manifest()).hasContent("{\"key\":1}\n{\"key\":2}\n");
        assertThat(spool.close(SOON)).isTrue();
    }

    /** I11: what the failed sync has left undone is done where the line stands, though it was rotated away; what is not there is added. */
    @Test
    void aLineThatIsRepeatedIsWrittenWhereItStands() throws Exception {
        fixture.mostManifestBytes = 25;
        Spool spool = fixture.open(DirectIo.AUTO);
        SealedFiles files = spool.sealedFiles();
        byte[] first = "{\"key\":\"ä1\"}\n".getBytes(UTF_8);
        files.appendManifest(first);
        files.appendManifest("{\"key\":\"ä2\"}\n".getBytes(UTF_8));
        Path rotated = files.manifests().get(0);
        Files.setLastModifiedTime(rotated, FileTime.from(Instant.EPOCH));
        files.repeatManifest(first);
        assertThat(Files.getLastModifiedTime(rotated).toInstant()).isAfter(Instant.EPOCH);
        files.repeatManifest("{\"key\":\"ä3\"}".getBytes(UTF_8));

        assertThat(lines(files)).containsExactly("{\"key\":\"ä1\"}", "{\"key\":\"ä2\"}", "{\"key\":\"ä3\"}");
        assertThat(spool.close(SOON)).isTrue();
    }
}

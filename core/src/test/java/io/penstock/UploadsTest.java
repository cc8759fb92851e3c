package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From appended records to objects: when uploads begin, end, change and pass from one pipeline to the next. */
class UploadsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Object context = new Object();
    private final Told told = new Told();

    private RawElement appender() {
        return RawElement.appender("EventFile")
                .with("directory", folder.resolve("spool").toString())
                .with("jmx", "false")
                .child(RawElement.of(ElementKind.BUFFER).with("size", "64 KB").with("shards", "1"))
                .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %"));
    }

    private RawElement upload() {
        return RawElement.of(ElementKind.DIRECTORY_UPLOAD).with("directory", store().toString());
    }

    private Path store() {
        return folder.resolve("store");
    }

    private static PenstockConfig config(RawElement appender) {
        var parsed = PenstockConfig.parse(appender);
        assertThat(parsed.problems()).isEmpty();
        return parsed.config().orElseThrow();
    }

    private Lease join(RawElement appender) throws Exception {
        return Lease.join(
                new Lease.Request(context, "UploadsTest", new Object(), "A"), config(appender), FileFraming.NONE, told);
    }

    /** I11: after a stop with time enough, what was accepted stands in the store, is registered, and is gone from the disk. */
    @Test
    void closeUploadsWhatItSealed() throws Exception {
        Penstock penstock = Penstock.open(config(appender().child(upload())), FileFraming.NONE, told);
        for (int i = 0; i < 100; i++) {
            assertThat(penstock.append("payment", "p" + i + "\n")).isEqualTo(Append.ACCEPTED);
            assertThat(penstock.append("login", "l" + i + "\n")).isEqualTo(Append.ACCEPTED);
        }
        assertThat(penstock.close(LONG)).isTrue();

        assertThat(objects()).as(told.toString()).hasSize(2);
        assertThat(String.join("", objects().values()))
                .contains(lines('p', 100))
                .contains(lines('l', 100));
        assertThat(list("spool/sealed")).isEmpty();
        assertThat(manifest()).hasSize(2);
        objects().keySet().forEach(key -> assertThat(manifest()).anyMatch(line -> line.contains('"' + key + '"')));
        assertThat(penstock.stats().total().get("uploaded")).isEqualTo(2);
        assertThat(penstock.stats().total().get("uploadedBytes"))
                .isEqualTo(lines('p', 100).length() + lines('l', 100).length());
        assertThat(penstock.stats().total().get("waitingFiles")).isZero();
        assertThat(told.toString()).doesNotContain("ERROR");
    }

    @Test
    void whatIsKeptMovesToArchived() throws Exception {
        Penstock penstock = Penstock.open(
                config(appender().child(upload().with("deleteAfterUpload", "false"))), FileFraming.NONE, told);
        penstock.append("payment", "1\n");
        penstock.close(LONG);

        assertThat(objects()).hasSize(1);
        assertThat(list("spool/sealed")).isEmpty();
        assertThat(list("spool/archived")).hasSize(1);
    }

    @Test
    void leftoversOfAnEarlierStartAreUploaded() throws Exception {
        try (var before = new Running(appender())) {
            before.penstock.append("payment", "1\n");
        }
        assertThat(list("spool/sealed")).hasSize(1);

        try (var now = new Running(appender().child(upload()))) {
            assertThat(now.penstock.isClosed()).isFalse();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(list("spool/sealed")).isEmpty());
        }
        assertThat(objects().values()).containsExactly("1\n");
        assertThat(manifest()).hasSize(1);
    }

    @Test
    void leftoversStayWhereUploadOnStartIsFalse() throws Exception {
        try (var before = new Running(appender())) {
            before.penstock.append("payment", "1\n");
        }
        try (var now = new Running(appender().child(upload().with("uploadOnStart", "false")))) {
            now.penstock.append("payment", "2\n");
        }

        assertThat(objects().values()).containsExactly("2\n");
        assertThat(list("spool/sealed")).hasSize(1);
    }

    /** I12: two hosts that seal a file of one event at the same time store two objects. */
    @Test
    void twoHostsInOneStoreWithinTheSameSecond() throws Exception {
        long sameTime = 1_767_225_600_000_000_000L;
        for (String host : List.of("alpha", "beta")) {
            RawElement element = appender()
                    .with("directory", folder.resolve(host).toString())
                    .with("host", host)
                    .child(upload());
            try (var running = new Running(element)) {
                byte[] line = (host + "\n").getBytes(StandardCharsets.UTF_8);
                running.penstock.append("payment", sameTime, false, line, 0, line.length);
            }
        }

        assertThat(objects().values()).containsExactlyInAnyOrder("alpha\n", "beta\n");
        assertThat(objects().keySet()).allMatch(key -> key.startsWith("payment_2026-01-01_00-00-00_"));
    }

    /** I12: of two pipelines on one spool each uploads its own files, and one of them what the dead have left. */
    @Test
    void twoPipelinesOnOneSpoolStoreEveryFileOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var dead = new Running(appender())) {
                dead.penstock.append("payment", "dead " + i + "\n");
            }
        }
        RawElement uploading = appender().child(upload());
        try (var first = new Running(uploading);
                var second = new Running(uploading)) {
            for (int i = 0; i < 10; i++) {
                first.penstock.append("payment", "first " + i + "\n");
                second.penstock.append("payment", "second " + i + "\n");
                assertThat(first.penstock.close("payment", LONG)).isTrue();
                assertThat(second.penstock.close("payment", LONG)).isTrue();
            }
        }

        assertThat(list("spool/sealed")).isEmpty();
        assertThat(objects().values()).hasSize(30).doesNotHaveDuplicates();
        assertThat(manifest()).hasSize(30).doesNotHaveDuplicates();
    }

    /** A reconfiguration that brings an upload brings it to what was sealed before, too. */
    @Test
    void uploadsCanBeSwitchedOnAndOff() throws Exception {
        Lease first = join(appender());
        first.penstock().append("payment", "1\n");
        assertThat(first.penstock().close("payment", LONG)).isTrue();

        Lease second = join(appender().child(upload()));
        first.release(LONG);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(list("spool/sealed")).isEmpty());
        assertThat(objects().values()).containsExactly("1\n");

        Lease third = join(appender());
        second.release(LONG);
        third.penstock().append("payment", "2\n");
        third.release(LONG);
        assertThat(objects()).hasSize(1);
        assertThat(list("spool/sealed")).hasSize(1);
    }

    /** A stop that does not wait for uploads leaves them to the background, and the next pipeline to nothing twice. */
    @Test
    void lingeringUploadsPassToTheNextPipeline() throws Exception {
        Lease first = join(appender().child(upload()));
        first.penstock().append("payment", "0\n");
        assertThat(first.penstock().close("payment", LONG)).isTrue();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(list("spool/sealed")).isEmpty());
        Files.move(store(), folder.resolve("away")); // as if it were unmounted
        for (int i = 1; i <= 5; i++) {
            first.penstock().append("payment", i + "\n");
            assertThat(first.penstock().close("payment", LONG)).isTrue();
        }
        first.releaseWithoutUploads(LONG);
        assertThat(list("spool/sealed")).hasSize(5);

        Files.move(folder.resolve("away"), store());
        Lease second = join(appender().child(upload()));
        second.penstock().append("payment", "6\n");
        second.releaseWithoutUploads(LONG);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(list("spool/sealed")).isEmpty());
        awaitEndOfUploads(); // files that come and go disturb who lists the store
        assertThat(objects().values()).containsExactlyInAnyOrder("0\n", "1\n", "2\n", "3\n", "4\n", "5\n", "6\n");
        assertThat(manifest()).hasSize(7);
    }

    /** A pipeline that ended before its successor began, as under Logback, still uploads; a successor without uploads switches that off too. */
    @Test
    void lingeringUploadsEndWhereTheNextPipelineHasNone() throws Exception {
        Lease first = join(appender().child(upload()));
        first.penstock().append("payment", "1\n");
        assertThat(first.penstock().close("payment", LONG)).isTrue();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(list("spool/sealed")).isEmpty());
        Files.move(store(), folder.resolve("away")); // as if it were unmounted
        first.penstock().append("payment", "2\n");
        first.releaseWithoutUploads(LONG);

        Lease second = join(appender());
        awaitEndOfUploads();
        Files.move(folder.resolve("away"), store());
        second.release(LONG);

        assertThat(list("spool/sealed")).hasSize(1);
        assertThat(objects().values()).containsExactly("1\n");
    }

    /** Uploads that linger write into the directories until their threads have ended. */
    @AfterEach
    void awaitEndOfUploads() {
        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("penstock-upload")));
    }

    private final class Running implements AutoCloseable {
        private final Penstock penstock;

        private Running(RawElement appender) throws IOException {
            penstock = Penstock.open(config(appender), FileFraming.NONE, told);
        }

        @Override
        public void close() {
            assertThat(penstock.close(LONG)).isTrue();
        }
    }

    private static String lines(char first, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(first).append(i).append('\n');
        }
        return lines.toString();
    }

    /** Key to content. */
    private Map<String, String> objects() {
        Map<String, String> objects = new TreeMap<>();
        if (!Files.isDirectory(store())) {
            return objects;
        }
        try (Stream<Path> files = Files.walk(store())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!file.getFileName().toString().startsWith(".")) {
                    objects.put(store().relativize(file).toString(), Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    private List<String> manifest() {
        try {
            return Files.readAllLines(folder.resolve("spool/.penstock/manifest.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> list(String directory) {
        if (!Files.isDirectory(folder.resolve(directory))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Told implements StatusListener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void error(String message, @Nullable Throwable cause) {
            all.add("ERROR " + message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            all.add("WARN " + message);
        }

        @Override
        public void info(String message) {
            all.add("INFO " + message);
        }

        @Override
        public String toString() {
            return String.join("\n", all);
        }
    }
}

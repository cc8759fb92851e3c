package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.status.StatusListener;
import io.penstock.testing.archive.ManifestLine;
import io.penstock.upload.ManifestRecord;
import io.penstock.upload.UploadListener;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that an application names in {@code META-INF/services}, and nowhere else. */
class UploadListenersTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<ManifestRecord> HEARD = new CopyOnWriteArrayList<>();
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @TempDir
    Path folder;

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private @Nullable Penstock penstock;

    public static final class Hearing implements UploadListener {
        @Override
        public void archived(ManifestRecord record) {
            HEARD.add(record);
        }
    }

    /** As long as there are failures left, and for one event. */
    public static final class Throwing implements UploadListener {
        @Override
        public void archived(ManifestRecord record) throws IOException {
            if (record.event().equals("payment") && FAILURES.getAndDecrement() > 0) {
                throw new IOException("the catalogue is away");
            }
        }
    }

    /** It cannot even be made, as long as there are failures left. */
    public static final class Unmade implements UploadListener {
        public Unmade() {
            if (FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("the catalogue is away");
            }
        }

        @Override
        public void archived(ManifestRecord record) {
            HEARD.add(record);
        }
    }

    @BeforeEach
    void forget() {
        HEARD.clear();
        FAILURES.set(0);
    }

    @AfterEach
    void close() {
        if (penstock != null) {
            penstock.close(LONG);
        }
    }

    @Test
    void aListenerIsToldOfEveryLineOfTheManifest() throws Exception {
        Penstock running = open(Hearing.class);
        for (int i = 0; i < 3; i++) {
            logAndSeal(running, "payment");
            logAndSeal(running, "login");
        }
        assertThat(running.close(LONG)).isTrue();

        assertThat(heard()).hasSize(6).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(manifest());
        assertThat(errors).isEmpty();
    }

    /** I11: its file stays and is told again, by and by to those behind it too; other files go on, and no object is stored or registered twice. */
    @Test
    void aListenerThatThrowsKeepsNeitherObjectsNorOthersBack() throws Exception {
        FAILURES.set(Integer.MAX_VALUE);
        Penstock running = open(Hearing.class, Throwing.class);
        logAndSeal(running, "payment");
        await().atMost(LONG).until(() -> running.stats().total().get("uploadRetries") >= 2 && sealed("payment") == 1);
        for (int i = 0; i < 3; i++) {
            logAndSeal(running, "login");
        }
        await().atMost(LONG).until(() -> sealed("login") == 0);
        assertThat(sealed("payment")).isEqualTo(1);
        assertThat(manifest()).hasSize(4);

        FAILURES.set(0);
        assertThat(running.close(LONG)).isTrue();

        assertThat(sealed("payment")).isZero();
        assertThat(manifest()).hasSize(4).doesNotHaveDuplicates();
        assertThat(heard()).hasSizeGreaterThan(5).containsAll(manifest());
        assertThat(objects()).isEqualTo(4);
    }

    /** It is not left out because it could not be made at first. */
    @Test
    void aListenerThatCannotBeMadeIsToldLater() throws Exception {
        FAILURES.set(2);
        Penstock running = open(Unmade.class, Hearing.class);
        logAndSeal(running, "payment");
        assertThat(running.close(LONG)).isTrue();

        assertThat(sealed("payment")).isZero();
        assertThat(manifest()).hasSize(1);
        assertThat(heard()).containsExactly(manifest().get(0), manifest().get(0));
    }

    /** Under a class loader that is the thread's only while the appender is opened, as in a server with several applications. */
    private Penstock open(Class<?>... listeners) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        String names = Stream.of(listeners).map(Class::getName).collect(Collectors.joining("\n"));
        Files.writeString(services.resolve(UploadListener.class.getName()), names);
        URL[] classes = {folder.resolve("classes").toUri().toURL()};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new URLClassLoader(classes, before));
        try {
            penstock = Penstock.open(config(), FileFraming.NONE, new Told());
            return penstock;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private PenstockConfig config() {
        RawElement appender = RawElement.appender("EventFile")
                .with("directory", folder.resolve("spool").toString())
                .with("jmx", "false")
                .child(RawElement.of(ElementKind.BUFFER).with("size", "64 KB").with("shards", "1"))
                .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %"))
                .child(RawElement.of(ElementKind.DIRECTORY_UPLOAD)
                        .with("directory", folder.resolve("store").toString()));
        return PenstockConfig.parse(appender).config().orElseThrow();
    }

    private static void logAndSeal(Penstock penstock, String event) {
        assertThat(penstock.append(event, "a record\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.close(event, LONG)).isTrue();
    }

    /** What was heard, each by its fields as the manifest names them. */
    private static List<Map<String, String>> heard() {
        return HEARD.stream().map(UploadListenersTest::fields).toList();
    }

    private static Map<String, String> fields(ManifestRecord archived) {
        Map<String, String> fields = new TreeMap<>();
        try {
            for (RecordComponent component : ManifestRecord.class.getRecordComponents()) {
                fields.put(
                        component.getName(),
                        String.valueOf(component.getAccessor().invoke(archived)));
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's fields", e);
        }
        return fields;
    }

    private List<Map<String, String>> manifest() throws IOException {
        return ManifestLine.readAll(folder.resolve("spool")).stream()
                .map(ManifestLine::fields)
                .toList();
    }

    private long sealed(String event) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool/sealed"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(event))
                    .count();
        }
    }

    private long objects() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    private final class Told implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            errors.add(message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {}

        @Override
        public void info(String message) {}
    }
}

package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.RetentionConfig;
import io.penstock.config.RotationConfig;
import io.penstock.config.RotationConfig.Sync;
import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final RetentionConfig KEEP = new RetentionConfig(Limits.UNLIMITED, Long.MAX_VALUE, 0);
    private static final RotationConfig ROTATION = new RotationConfig(1 << 20, Limits.UNLIMITED, true, Sync.SEAL);

    @TempDir
    Path directory;

    private final EventCounters total = new EventCounters();
    private final EventCounters counters = new EventCounters();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final StatusListener status = new StatusListener() {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            told.add("ERROR " + message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            told.add("WARN " + message);
        }

        @Override
        public void info(String message) {
            told.add("INFO " + message);
        }
    };

    private Spool open(DirectIo direct) throws IOException {
        SpoolConfig config =
                new SpoolConfig(directory, "h1", direct, PosixFilePermissions.fromString("rw-r-----"), null);
        return Spool.open(config, KEEP, status, total);
    }

    private static void write(EventFiles files, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        LiveFile live = files.live();
        live.append(data, 0, bytes.length);
        live.count(1, 1_000_000_000L, 2_000_000_000L);
    }

    private static void awaitNext(EventFiles files) {
        files.prepareNext();
        Awaitility.await().pollDelay(Duration.ZERO).until(files::nextReady);
    }

    private List<String> sealed() throws IOException {
        try (Stream<Path> paths = Files.list(directory.resolve("sealed"))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void recordsLandInOneSealedFilePerRotation() throws Exception {
        for (DirectIo direct : List.of(DirectIo.AUTO, DirectIo.OFF)) {
            String event = "payment-" + direct;
            Spool spool = open(direct);
            EventFiles files = spool.eventFiles(event, ROTATION, FileFraming.NONE, counters, () -> {});
            awaitNext(files);
            write(files, "one\n");
            assertThat(directory.resolve(event + ".log")).hasContent("one\n");
            awaitNext(files);
            files.rotate();
            write(files, "two\n");
            awaitNext(files);

            assertThat(files.seal().get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(spool.close(Duration.ofSeconds(10))).isTrue();

            assertThat(directory.resolve("sealed/" + event + "_1970-01-01_00-00-01.log"))
                    .hasContent("one\n");
            assertThat(directory.resolve("sealed/" + event + "_1970-01-01_00-00-01_1.log"))
                    .hasContent("two\n");
            Sidecar second = Sidecar.read(directory.resolve(".penstock/" + event + "_1970-01-01_00-00-01_1.log.json"));
            assertThat(second.sequence()).isEqualTo(2);
            assertThat(second.previous()).isEqualTo(event + "_1970-01-01_00-00-01.log");
            assertThat(second.start()).isEqualTo(spool.start());
        }
        assertThat(counters.get(Counter.SEALED_FILES)).isEqualTo(4);
        assertThat(counters.get(Counter.ROTATIONS)).isEqualTo(2);
        assertThat(sealed()).hasSize(4);
        assertThat(told).isEmpty();
        try (Stream<Path> own = Files.list(directory.resolve(".penstock"))) {
            assertThat(own.map(path -> path.getFileName().toString()))
                    .allMatch(name -> name.endsWith(".json") || name.equals("slot-0.lock"));
        }
        try (Stream<Path> top = Files.list(directory)) {
            assertThat(top.filter(Files::isRegularFile)).isEmpty();
        }
    }
}

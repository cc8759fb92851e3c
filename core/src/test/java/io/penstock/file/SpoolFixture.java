package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.Limits;
import io.penstock.config.RetentionConfig;
import io.penstock.config.RotationConfig;
import io.penstock.config.RotationConfig.Sync;
import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.Platform;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A spool in a directory, with a hand to write in it. */
final class SpoolFixture {
    static final RetentionConfig KEEP = new RetentionConfig(Limits.UNLIMITED, Long.MAX_VALUE, 0);
    static final RotationConfig ROTATION = new RotationConfig(1 << 20, Limits.UNLIMITED, true, Sync.SEAL);
    static final Duration SOON = Duration.ofSeconds(30);

    final Path directory;
    final ToldStatus status = new ToldStatus();
    final EventCounters total = new EventCounters();
    final EventCounters counters = new EventCounters();
    InstantSource clock = InstantSource.system();
    RetentionConfig retention = KEEP;
    boolean uploads;
    SealedFilesListener listener = SealedFilesListener.NONE;
    SpoolCounters counting = SpoolCounters.allIn(total);
    long mostManifestBytes = Manifest.MOST_BYTES;

    SpoolFixture(Path directory) {
        this.directory = directory;
    }

    Spool open(DirectIo direct) throws IOException {
        SpoolConfig config =
                new SpoolConfig(directory, "h1", direct, PosixFilePermissions.fromString("rw-r-----"), null);
        return Spool.open(
                config,
                new Spool.Use(new Keeping(retention, uploads), listener, counting),
                status,
                new Spool.Ground(Platform.get(), clock, mostManifestBytes, SOON));
    }

    EventFiles files(Spool spool, String event) {
        return spool.eventFiles(event, ROTATION, FileFraming.NONE, counters, () -> {});
    }

    static void write(EventFiles files, String text) throws IOException {
        write(files, text, Instant.ofEpochSecond(1));
    }

    static void write(EventFiles files, String text, Instant time) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LiveFile live = files.live();
        live.append(ByteBuffer.wrap(bytes), 0, bytes.length);
        long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        live.count(text.lines().count(), nanos, nanos, nanos);
    }

    static void awaitNext(EventFiles files) {
        files.demandNext();
        Awaitility.await().pollDelay(Duration.ZERO).atMost(SOON).until(files::nextReady);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    List<String> live() throws IOException {
        return names(directory);
    }

    List<String> sealed() throws IOException {
        return names(directory.resolve("sealed"));
    }

    /** What is in {@code .penstock/} beside slots and sidecars of sealed files. */
    List<String> unfinished() throws IOException {
        List<String> sealed = sealed();
        return names(directory.resolve(".penstock")).stream()
                .filter(name -> !name.startsWith("slot-") && !name.equals("turn.lock"))
                .filter(name -> !name.endsWith(".json") || !sealed.contains(name.replaceFirst("\\.json$", "")))
                .toList();
    }

    /** A sealed file that a start of before left, of 100 bytes and as many records as its sequence says. */
    Sealed sealedBy(String start, long sequence, Instant time) throws IOException {
        SpoolPaths paths = new SpoolPaths(directory.toRealPath());
        String name = SealedName.of("payment", time, 0);
        Sidecar sidecar = new Sidecar("payment", "h1", start, sequence, null, sequence, time, time, 0);
        Path path = Files.write(paths.sealed().resolve(name), new byte[100]);
        Files.setLastModifiedTime(path, FileTime.from(time));
        // after the file: a recovery that is still at work must not take it for the sidecar of one that is gone
        Files.write(paths.sidecar(name), sidecar.toJson());
        return Sealed.of(path, 100, sidecar);
    }

    String sealedContent(String name) throws IOException {
        return Files.readString(directory.resolve("sealed").resolve(name));
    }

    Sidecar sidecar(String name) throws IOException {
        return Sidecar.read(directory.resolve(".penstock").resolve(name + ".json"));
    }
}

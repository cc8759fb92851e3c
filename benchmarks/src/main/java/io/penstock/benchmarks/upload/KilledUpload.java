package io.penstock.benchmarks.upload;

import io.penstock.benchmarks.archive.ArchiveCheck;
import io.penstock.benchmarks.archive.Archived;
import io.penstock.benchmarks.archive.BucketObjects;
import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.archive.Decoder;
import io.penstock.benchmarks.archive.DirectoryObjects;
import io.penstock.benchmarks.archive.ManifestLine;
import io.penstock.benchmarks.archive.ObjectSource;
import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.check.FileCheck;
import io.penstock.benchmarks.check.LineFile;
import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.EventKinds;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.run.ChildJvm;
import io.penstock.benchmarks.run.Directories;
import io.penstock.benchmarks.run.RunningChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The demonstration of an upload: the store is away while an application logs, comes back, the application is killed with some of its files
 * stored, and started again; then everything is read back. To a local S3 server, or, when there is none soon, to a directory that is never away.
 */
public final class KilledUpload {
    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(20);
    private static final Duration OBJECT_PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 2_000_000;
    private static final int OBJECTS_BEFORE_THE_KILL = 3;
    private static final String ROTATION = "2 MB";

    private final Path root;
    private final Path spool;
    private final Load load;
    private final Consumer<String> steps;

    /**
     * @param root gets the spool, the store and the files read back
     * @param steps told what has just been done
     */
    public KilledUpload(Path root, Load load, Consumer<String> steps) {
        this.root = root.toAbsolutePath().normalize();
        spool = this.root.resolve("spool");
        this.load = load;
        this.steps = steps;
    }

    /**
     * What came of it.
     *
     * @param store its title
     * @param archived objects compared with the manifest
     * @param files lines of the objects compared with what was logged
     * @param linesByEvent read back
     * @param sameAsLocal objects that decode to the bytes of the local file, which was kept
     */
    public record Outcome(
            String store,
            Path spool,
            List<ManifestLine> manifest,
            Archived archived,
            CheckedFiles files,
            Map<String, Long> linesByEvent,
            int sameAsLocal) {
        public Outcome {
            manifest = List.copyOf(manifest);
            linesByEvent = Map.copyOf(linesByEvent);
        }

        /** Whether every line is in the store, once, whole and as it was on disk. */
        public boolean isComplete() {
            return files.isComplete()
                    && archived.problems().isEmpty()
                    && sameAsLocal == archived.objects()
                    && manifest.stream().mapToLong(ManifestLine::records).sum() == files.lines();
        }
    }

    /** Does all of it; leaves spool and restored files for whoever wants to look. */
    public Outcome run() throws IOException, InterruptedException {
        Directories.delete(root);
        Files.createDirectories(spool);
        Optional<S3Server> server = startServer();
        if (server.isEmpty()) {
            Path directory = root.resolve("store");
            steps.accept("no S3 server within " + SERVER_PATIENCE.toSeconds() + " s: uploading to a directory instead");
            return runTo(UploadSettings.to(directory, ROTATION), new DirectoryObjects(directory), Optional.empty());
        }
        try (S3Server s3 = server.get()) {
            Bucket bucket = s3.bucket("logs");
            return runTo(UploadSettings.to(bucket, ROTATION), new BucketObjects(bucket), server);
        }
    }

    private Outcome runTo(UploadSettings settings, ObjectSource objects, Optional<S3Server> server)
            throws IOException, InterruptedException {
        List<String> options = settings.compressed("zstd").keeping().jvmOptions();
        try (objects) {
            server.ifPresent(S3Server::stop);
            ApplicationReport logged;
            try (RunningChild application = child(options, "KILLED").start()) {
                logged = application.awaitReport(ApplicationReport.class, lines -> {});
                long waiting = new SpoolView(spool).sealedFiles();
                steps.accept("%,d lines logged in %.2f s%s: %d sealed files wait, %d lines dropped"
                        .formatted(
                                load.records(),
                                logged.loggedNanos() / 1e9,
                                server.isPresent() ? " while the S3 server was away" : "",
                                waiting,
                                logged.dropped()));
                if (server.isPresent()) {
                    server.get().restart();
                    awaitObjects(objects, Math.min(OBJECTS_BEFORE_THE_KILL, waiting));
                }
                application.kill();
            }
            int before = objects.list().size();
            steps.accept("killed (kill -9) with %d objects stored; %d sealed and %d live files left"
                    .formatted(before, new SpoolView(spool).sealedFiles(), new SpoolView(spool).liveFiles()));
            ApplicationReport finished = child(options, "FINISH").run(ApplicationReport.class, lines -> {});
            steps.accept("started again: the rest was stored %.2f s after the start, %d objects now"
                    .formatted(finished.stoppedNanos() / 1e9, objects.list().size()));
            return readBack(objects, logged);
        }
    }

    private ChildJvm child(List<String> options, String part) {
        List<String> arguments = new ArrayList<>(List.of("application-child", "LOG4J2", part, "--directory=" + spool));
        arguments.addAll(load.toArguments());
        return new ChildJvm(options, arguments);
    }

    /** Until there are some; their names may be there before their bytes are, which is as good a moment for a kill as any. */
    private static void awaitObjects(ObjectSource objects, long atLeast) throws IOException {
        long start = System.nanoTime();
        while (objects.list().size() < atLeast && System.nanoTime() - start < OBJECT_PATIENCE.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private Outcome readBack(ObjectSource objects, ApplicationReport logged) throws IOException {
        Path restored = root.resolve("restored");
        List<ManifestLine> manifest = ManifestLine.readAll(spool);
        Archived archived = new ArchiveCheck(objects, new Decoder(""), restored).compare(manifest);
        CheckedFiles files =
                FileCheck.of(restored, EventKinds.names(load.events()), logged.lastNumbers(), Output.FILE_PER_EVENT);
        Map<String, Long> lines = new HashMap<>();
        int same = 0;
        for (ManifestLine line : manifest) {
            Path plain = restored.resolve(line.file());
            Path local = spool.resolve("archived").resolve(line.file());
            if (Files.exists(plain)) {
                same += Files.exists(local) && Files.mismatch(plain, local) < 0 ? 1 : 0;
                LineFile.forEachLine(plain, (buffer, start, end) -> lines.merge(line.event(), 1L, Long::sum));
            }
        }
        return new Outcome(objects.title(), spool, manifest, archived, files, lines, same);
    }

    private Optional<S3Server> startServer() throws InterruptedException {
        CompletableFuture<S3Server> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return S3Server.small(root.resolve("s3"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return Optional.of(starting.get(SERVER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            // too late for us, and nobody else will end it
            CompletableFuture<Void> unused = starting.thenAccept(S3Server::close);
            return Optional.empty();
        }
    }
}

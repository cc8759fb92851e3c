package io.penstock.benchmarks.upload;

import io.penstock.benchmarks.archive.ArchiveCheck;
import io.penstock.benchmarks.archive.Archived;
import io.penstock.benchmarks.archive.BucketObjects;
import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.archive.Decoder;
import io.penstock.benchmarks.archive.ManifestLine;
import io.penstock.benchmarks.archive.ObjectSource;
import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.check.FileCheck;
import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.EventKinds;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.run.ChildJvm;
import io.penstock.benchmarks.run.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Runs the application with and without uploads, each time in a JVM and a directory of its own, and reads back what it left where. */
public final class ApplicationRunner {
    private static final String WARMUP_BUCKET = "logs-warmup";

    private final S3Server server;
    private final Path root;
    private final String rotation;
    private final List<String> prefix;

    /**
     * @param root where the spools go
     * @param rotation size of a file
     * @param prefix the command that starts the application's JVM, if another is to
     */
    public ApplicationRunner(S3Server server, Path root, String rotation, List<String> prefix) {
        this.server = server;
        this.prefix = List.copyOf(prefix);
        this.root = root.toAbsolutePath().normalize();
        this.rotation = rotation;
    }

    /** One run. */
    public ApplicationResult run(Framework framework, boolean uploading, Load load, LongConsumer progress)
            throws IOException, InterruptedException {
        Bucket bucket = server.bucket("logs");
        Bucket warmup = server.bucket(WARMUP_BUCKET);
        Path directory = root.resolve(framework.folder());
        Path warmupDirectory = directory.resolveSibling(directory.getFileName() + "-warmup");
        Directories.delete(directory);
        Directories.delete(warmupDirectory);
        Files.createDirectories(directory);
        UploadSettings settings = uploading ? UploadSettings.to(bucket, rotation) : UploadSettings.none(rotation);
        List<String> arguments = new ArrayList<>(List.of(
                "application-child",
                framework.name(),
                "WHOLE",
                "--directory=" + directory,
                "--warmup-directory=" + warmupDirectory,
                "--warmup-bucket=" + WARMUP_BUCKET));
        arguments.addAll(load.toArguments());
        ApplicationReport report =
                new ChildJvm(prefix, settings.jvmOptions(), arguments).run(ApplicationReport.class, progress);
        try (ObjectSource objects = new BucketObjects(bucket);
                ObjectSource before = new BucketObjects(warmup)) {
            long left = new SpoolView(directory).sealedFiles();
            Archived archived = new ArchiveCheck(objects, new Decoder(""), directory.resolve("restored"))
                    .compare(ManifestLine.readAll(directory));
            CheckedFiles files = FileCheck.of(
                    directory, EventKinds.names(load.events()), report.lastNumbers(), Output.FILE_PER_EVENT);
            objects.clear();
            before.clear();
            Directories.delete(directory);
            Directories.delete(warmupDirectory);
            return new ApplicationResult(framework, uploading, report, files, archived, left);
        }
    }
}

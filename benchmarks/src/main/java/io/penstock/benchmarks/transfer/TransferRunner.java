package io.penstock.benchmarks.transfer;

import io.penstock.benchmarks.archive.AgeKeys;
import io.penstock.benchmarks.archive.BucketObjects;
import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.archive.Decoder;
import io.penstock.benchmarks.archive.DirectoryObjects;
import io.penstock.benchmarks.archive.ObjectSource;
import io.penstock.benchmarks.run.ChildJvm;
import io.penstock.benchmarks.run.Directories;
import io.penstock.benchmarks.upload.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends the same file in one way after the other, each in a JVM of its own, and reads the object back. */
public final class TransferRunner {
    private final S3Server server;
    private final Path root;
    private final AgeKeys keys = AgeKeys.generate();

    /** @param root where the spools go */
    public TransferRunner(S3Server server, Path root) {
        this.server = server;
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * What is sent.
     *
     * @param warmupBytes sent before, in the same JVM; 0 for nothing
     */
    public record Sizes(long fileBytes, long warmupBytes, int partBytes, int concurrency) {}

    /** One round of one way. */
    public TransferResult run(Transfer transfer, Sizes sizes) throws IOException, InterruptedException {
        Path directory = root.resolve(transfer.folder());
        Directories.delete(directory);
        Files.createDirectories(directory);
        Bucket bucket = server.bucket("files");
        Bucket warmup = server.bucket(Destination.warmup("files"));
        Destination destination = new Destination(
                bucket, directory.resolve("store"), sizes.partBytes(), sizes.concurrency(), keys.recipient());
        List<String> arguments = new ArrayList<>(List.of(
                "transfer-child",
                transfer.name(),
                "--directory=" + directory,
                "--bytes=" + sizes.fileBytes(),
                "--warmup-bytes=" + sizes.warmupBytes()));
        arguments.addAll(destination.toArguments());
        TransferReport report = new ChildJvm(List.of(), arguments).run(TransferReport.class, lines -> {});
        try (ObjectSource sent = transfer.isToDirectory()
                        ? new DirectoryObjects(destination.directory())
                        : new BucketObjects(bucket);
                ObjectSource before = new BucketObjects(warmup)) {
            Map<String, Long> objects = sent.list();
            String shortfall = check(sent, objects, transfer, report);
            sent.clear();
            before.clear();
            Directories.delete(directory);
            long stored = objects.values().stream().mapToLong(Long::longValue).sum();
            return new TransferResult(transfer, report, stored, shortfall);
        }
    }

    private String check(ObjectSource sent, Map<String, Long> objects, Transfer transfer, TransferReport report)
            throws IOException {
        if (objects.size() != 1) {
            return "objects in the store: " + objects.keySet();
        }
        String key = objects.keySet().iterator().next();
        try (InputStream plain =
                new Decoder(keys.identity()).decode(sent.open(key), transfer.compression(), transfer.encryption())) {
            return SealedLog.crc32c(plain) == report.crc32c() ? "" : key + " holds other bytes than the file";
        }
    }
}

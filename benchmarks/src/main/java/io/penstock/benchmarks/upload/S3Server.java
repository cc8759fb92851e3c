package io.penstock.benchmarks.upload;

import com.example.s3server.LocalS3;
import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.run.Directories;
import io.penstock.benchmarks.run.Processors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A local S3 server in a process of its own, for one command; what it has stored goes with it. */
public final class S3Server implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final List<String> FAST = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    private final LocalS3 server;
    private final Path directory;
    private final Thread cleaner = new Thread(this::removeObjects, "s3-cleaner");

    private S3Server(LocalS3 server, Path directory) {
        this.server = server;
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /** One that is soon there. */
    public static S3Server small(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new S3Server(LocalS3.start(directory), directory);
    }

    /**
     * One that works as fast as it can.
     *
     * @param bytes that it is to hold: where memory has room for them, its disk is a tmpfs
     * @param otherwise where it keeps them if there is no room
     */
    public static S3Server fast(long bytes, Path otherwise) throws IOException {
        boolean room = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > bytes;
        Path directory = Files.createTempDirectory(room ? MEMORY : Files.createDirectories(otherwise), "penstock-s3-");
        try {
            return new S3Server(LocalS3.start(directory, FAST), directory);
        } catch (IOException | RuntimeException e) {
            Directories.delete(directory);
            throw e;
        }
    }

    /** Makes a bucket; it may be there. */
    public Bucket bucket(String name) throws IOException {
        server.createBucket(name);
        return new Bucket(server.endpoint(), name, server.accessKey(), server.secretKey());
    }

    /** The type of the filesystem that holds the objects. */
    public String filesystem() throws IOException {
        return Files.getFileStore(directory).type();
    }

    /** Leaves the other processors to who is measured. */
    public void keepTo(Processors processors) throws IOException, InterruptedException {
        processors.giveServer(server.pid());
    }

    /** An outage: kills it; what it has stored stays. */
    public void stop() {
        server.stop();
    }

    /** The end of the outage, under the same address. */
    public void restart() throws IOException {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
        removeObjects();
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }

    private void removeObjects() {
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            System.err.println("cannot remove " + directory + ": " + e);
        }
    }
}

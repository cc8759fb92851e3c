package com.example.s3server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A local S3 server in a process of its own, so that nothing of it comes on the caller's class path. One thread at a time. */
public final class LocalS3 implements AutoCloseable {
    private static final String ACCESS_KEY = "local-access";
    private static final String SECRET_KEY = "local-secret";

    private final Path directory;
    private final List<String> jvmOptions;
    private ServerProcess process;

    private LocalS3(Path directory, List<String> jvmOptions) throws IOException {
        this.directory = directory;
        this.jvmOptions = List.copyOf(jvmOptions);
        process = launch(0);
    }

    /**
     * Starts a server on a free port.
     *
     * @param directory keeps the buckets, each a folder
     */
    public static LocalS3 start(Path directory) throws IOException {
        return start(directory, ServerProcess.SMALL);
    }

    /** The same in a JVM with these options: for the benchmarks, one that is as fast as it can be. */
    public static LocalS3 start(Path directory, List<String> jvmOptions) throws IOException {
        return new LocalS3(directory, jvmOptions);
    }

    /** Where it listens; the same after {@link #restart}. */
    public URI endpoint() {
        return process.endpoint();
    }

    /** The one it knows. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** The one that belongs to it. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** Of the server's process. */
    public long pid() {
        return process.pid();
    }

    /** Makes a bucket; it may be there. */
    public void createBucket(String bucket) throws IOException {
        Files.createDirectories(directory.resolve(bucket));
    }

    /** Kills the server, as an outage would: connections are refused until {@link #restart}. What it has stored stays. */
    public void stop() {
        process.close();
    }

    /** Starts it again after {@link #stop}, on the same port and directory. */
    public void restart() throws IOException {
        process = launch(endpoint().getPort());
    }

    /** Ends the server; what it has stored stays. */
    @Override
    public void close() {
        process.close();
    }

    /** What the caller's death does to the server. */
    void closeInput() throws IOException {
        process.closeInput();
    }

    private ServerProcess launch(int port) throws IOException {
        return ServerProcess.start(
                jvmOptions, Main.class, directory.toString(), Integer.toString(port), ACCESS_KEY, SECRET_KEY);
    }
}

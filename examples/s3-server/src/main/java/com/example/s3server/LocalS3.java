package com.example.s3server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local S3 server in a process of its own, so that nothing of it comes on the caller's class path. One thread at a time. */
public final class LocalS3 implements AutoCloseable {
    private static final String ACCESS_KEY = "local-access";
    private static final String SECRET_KEY = "local-secret";

    private final Path directory;
    private ServerProcess process;

    private LocalS3(Path directory, ServerProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts a server on a free port.
     *
     * @param directory keeps the buckets, each a folder
     */
    public static LocalS3 start(Path directory) throws IOException {
        return new LocalS3(directory, launch(directory, 0));
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
        process = launch(directory, endpoint().getPort());
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

    private static ServerProcess launch(Path directory, int port) throws IOException {
        return ServerProcess.start(Main.class, directory.toString(), Integer.toString(port), ACCESS_KEY, SECRET_KEY);
    }
}

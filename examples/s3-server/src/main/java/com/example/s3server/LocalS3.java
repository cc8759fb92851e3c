package com.example.s3server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A local S3 server in a process of its own, so that nothing of it comes on the caller's class path. It ends with the caller, however
 * that ends. One thread at a time.
 */
public final class LocalS3 implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Small and soon there. */
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path directory;
    private final List<String> jvmOptions;
    private Process process;
    private URI endpoint;

    private LocalS3(Path directory, List<String> jvmOptions) {
        this.directory = directory;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Starts a server on a free port.
     *
     * @param directory keeps the buckets, each a folder
     */
    public static LocalS3 start(Path directory) throws IOException {
        return start(directory, SMALL);
    }

    /**
     * Starts a server on a free port, in a JVM with these options: a fast server takes longer to start and more memory.
     *
     * @param directory keeps the buckets, each a folder
     */
    public static LocalS3 start(Path directory, List<String> jvmOptions) throws IOException {
        LocalS3 server = new LocalS3(directory, jvmOptions);
        server.launch(0);
        return server;
    }

    /** Where it listens; the same after {@link #restart}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The one it knows. */
    public String accessKey() {
        return "local-access";
    }

    /** The one that belongs to it. */
    public String secretKey() {
        return "local-secret";
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
        process.destroyForcibly();
        if (!hasEnded()) {
            throw new IllegalStateException("kill of the server, pid " + process.pid() + ", has no effect");
        }
    }

    /** Starts it again after {@link #stop}, on the same port and directory. */
    public void restart() throws IOException {
        launch(endpoint.getPort());
    }

    /** Ends the server; what it has stored stays. */
    @Override
    public void close() {
        stop();
    }

    /** What the caller's death does to the server. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    private void launch(int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(directory.toString(), Integer.toString(port), accessKey(), secretKey()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // keys become file names, and in the POSIX locale a JVM has none but ASCII ones
        builder.environment().put("LC_ALL", "C.UTF-8");
        process = builder.start();
        try {
            endpoint = URI.create(firstLine(process));
        } catch (IOException failed) {
            stop();
            throw failed;
        }
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader output = process.inputReader(UTF_8);
        var line = CompletableFuture.supplyAsync(() -> {
            try {
                return output.readLine();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        try {
            String endpoint = line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (endpoint == null) {
                throw new IOException("the S3 server ended before it was ready; see stderr");
            }
            return endpoint;
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the S3 server was not ready within " + PATIENCE, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the S3 server started", interrupted);
        }
    }

    /** Our own classes, a folder or a jar, and what the build found that the server needs. */
    private static String classPath() throws IOException {
        try (InputStream listed = LocalS3.class.getResourceAsStream("class-path")) {
            if (listed == null) {
                throw new IOException("the class path of the S3 server is missing: build its module with Maven");
            }
            Path own = Path.of(LocalS3.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own + File.pathSeparator + new String(listed.readAllBytes(), UTF_8).strip();
        } catch (URISyntaxException odd) {
            throw new IOException("no path to the S3 server's classes", odd);
        }
    }

    private boolean hasEnded() {
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}

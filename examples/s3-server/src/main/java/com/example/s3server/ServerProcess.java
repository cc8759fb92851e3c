package com.example.s3server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server in a process of its own, with a class path of its own: the resource {@code class-path} beside its main class, which the build has written.
 * The server prints its endpoint when it is ready, and ends with its standard input: so with its starter, however that ends. One thread at
 * a time.
 */
public final class ServerProcess implements AutoCloseable {
    /** Options of a JVM that is small and soon there. */
    static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final URI endpoint;

    private ServerProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts a server, and waits until it is ready.
     *
     * @param main is not initialised here: what it needs may be missing on our class path
     */
    public static ServerProcess start(Class<?> main, String... arguments) throws IOException {
        return start(SMALL, main, arguments);
    }

    /** The same in a JVM with these options: a fast server takes longer to start, and more memory. */
    static ServerProcess start(List<String> jvmOptions, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(main), main.getName()));
        command.addAll(List.of(arguments));
        return launch(command);
    }

    /** Starts a server that is no Java program, or needs more of one, and waits until it is ready. */
    public static ServerProcess launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // keys become file names, and in the POSIX locale a JVM has none but ASCII ones
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            return new ServerProcess(process, URI.create(firstLine(process)));
        } catch (IOException | IllegalArgumentException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** Of the process. */
    public long pid() {
        return process.pid();
    }

    /** Kills it, as an outage would. */
    @Override
    public void close() {
        process.destroyForcibly();
        if (!hasEnded()) {
            throw new IllegalStateException("kill of the server, pid " + process.pid() + ", has no effect");
        }
    }

    /** Ends it by its input, so that it can take what it has started with it; kills it when it does not. */
    public void end() throws IOException {
        closeInput();
        if (!hasEnded()) {
            close();
        }
    }

    /** What the starter's death does to the server. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
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
                throw new IOException("the server ended before it was ready; see stderr");
            }
            return endpoint;
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the server was not ready within " + PATIENCE, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server started", interrupted);
        }
    }

    /** The server's own classes, a folder or a jar, and what the build found that it needs. */
    private static String classPath(Class<?> main) throws IOException {
        try (InputStream listed = main.getResourceAsStream("class-path")) {
            if (listed == null) {
                throw new IOException(
                        "the class path of " + main.getName() + " is missing: build its module with Maven");
            }
            Path own = Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
            return own + File.pathSeparator + new String(listed.readAllBytes(), UTF_8).strip();
        } catch (URISyntaxException odd) {
            throw new IOException("no path to the classes of " + main.getName(), odd);
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

package io.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A scenario in a JVM of its own, under whatever the test needs to put above it. The scenario checks itself: it ends with 0, or with what went wrong. */
public final class ChildJvm {
    private static final long PATIENCE_SECONDS = 540;

    private final Class<?> scenario;
    private final List<String> arguments;
    private final List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    private final List<String> prefix = new ArrayList<>();
    private Path home = Path.of(System.getProperty("java.home"));
    private String classPath = System.getProperty("java.class.path");

    private ChildJvm(Class<?> scenario, String... arguments) {
        this.scenario = scenario;
        this.arguments = List.of(arguments);
    }

    /** The scenario's {@code main} gets the arguments. */
    public static ChildJvm of(Class<?> scenario, String... arguments) {
        ChildJvm child = new ChildJvm(scenario, arguments);
        // or the JVM itself warns on stderr
        return Runtime.version().feature() >= 24 ? child.options("--enable-native-access=ALL-UNNAMED") : child;
    }

    /** Options of the JVM; later ones win. */
    public ChildJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Runs this command with the JVM's command line behind it. */
    public ChildJvm under(List<String> command) {
        prefix.addAll(command);
        return this;
    }

    /** Another JDK than the running one. */
    public ChildJvm jdk(Path otherHome) {
        home = otherHome;
        return this;
    }

    /** Leaves the entries of the class path out whose file name begins like this. */
    public ChildJvm without(String jar) {
        classPath = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
                .collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    /** The standard output is the caller's to read. */
    public Process start(Path log) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, scenario.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    /** Waits for the end, which must be a good one. */
    public void run(Path log) throws IOException, InterruptedException {
        Process process = start(log);
        process.getOutputStream().close();
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(log);
        assertThat(ended).as("ended; it said: %s", said).isTrue();
        assertThat(process.exitValue()).as("exit; it said: %s", said).isZero();
    }
}

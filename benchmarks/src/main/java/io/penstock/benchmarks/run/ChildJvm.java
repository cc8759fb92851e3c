package io.penstock.benchmarks.run;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The parent's side: starts a child of the same Java with the same class path. */
public final class ChildJvm {
    private static final int FIRST_WITH_NATIVE_ACCESS_WARNINGS = 24;
    private static final List<String> SAME_FOR_ALL = List.of("-Xms1g", "-Xmx1g");

    private final List<String> command;

    /**
     * @param options of the JVM, behind those that all have
     * @param arguments a command of {@code penstock-benchmarks.jar}
     */
    public ChildJvm(List<String> options, List<String> arguments) {
        this(List.of(), options, arguments);
    }

    /** @param prefix the command that starts the JVM, if another is to */
    public ChildJvm(List<String> prefix, List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(prefix);
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(SAME_FOR_ALL);
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS_WARNINGS) {
            all.add("--enable-native-access=ALL-UNNAMED");
        }
        all.addAll(options);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.penstock.benchmarks.Main"));
        all.addAll(arguments);
        command = List.copyOf(all);
    }

    static ChildJvm of(Contender contender, Load load, boolean timed, Path directory) {
        List<String> arguments = new ArrayList<>(List.of("child", contender.name(), "--directory=" + directory));
        arguments.addAll(load.toArguments());
        if (timed) {
            arguments.add("--timed");
        }
        return new ChildJvm(contender.jvmOptions(), arguments);
    }

    /** Starts it and does not wait. */
    public RunningChild start() throws IOException {
        return new RunningChild(
                command, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits for its end. */
    public <T> T run(Class<T> reportType, LongConsumer progress) throws IOException, InterruptedException {
        try (RunningChild child = start()) {
            T report = child.awaitReport(reportType, progress);
            child.awaitEnd();
            return report;
        }
    }
}

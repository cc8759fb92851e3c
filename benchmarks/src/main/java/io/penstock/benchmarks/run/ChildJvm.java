package io.penstock.benchmarks.run;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.load.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The parent's side: starts a child of the same Java with the same class path, follows it, and gives back its report. */
final class ChildJvm {
    private static final int FIRST_WITH_NATIVE_ACCESS_WARNINGS = 24;
    private static final List<String> SAME_FOR_ALL = List.of("-Xms1g", "-Xmx1g");

    private final List<String> command;

    ChildJvm(Contender contender, Load load, boolean timed, Path directory) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.addAll(SAME_FOR_ALL);
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS_WARNINGS) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(contender.jvmOptions());
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.penstock.benchmarks.Main", "child"));
        arguments.addAll(List.of(contender.name(), "--directory=" + directory));
        arguments.addAll(load.toArguments());
        if (timed) {
            arguments.add("--timed");
        }
        command = List.copyOf(arguments);
    }

    /** Waits for the child; what it prints beyond the protocol goes to standard error. */
    ChildReport run(LongConsumer progress) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            Optional<ChildReport> report = follow(child, progress);
            int status = child.waitFor();
            return report.filter(done -> status == 0)
                    .orElseThrow(() -> new IOException("status " + status + ": " + String.join(" ", command)));
        } finally {
            child.destroyForcibly();
        }
    }

    private static Optional<ChildReport> follow(Process child, LongConsumer progress) throws IOException {
        Optional<ChildReport> report = Optional.empty();
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                OptionalLong lines = ChildProtocol.progress(line);
                Optional<ChildReport> done = ChildProtocol.report(line);
                if (lines.isPresent()) {
                    progress.accept(lines.getAsLong());
                } else if (done.isPresent()) {
                    report = done;
                } else {
                    System.err.println("  | " + line);
                }
            }
        }
        return report;
    }
}

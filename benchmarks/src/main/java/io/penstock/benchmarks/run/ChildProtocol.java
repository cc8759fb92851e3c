package io.penstock.benchmarks.run;

import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a child's standard output that are meant for its parent; any other line is the framework's. */
public final class ChildProtocol {
    private static final String PROGRESS = "@progress ";
    private static final String DONE = "@done ";
    private static final JsonMapper JSON = JsonMapper.shared();

    private ChildProtocol() {}

    public static void sendProgress(PrintStream out, long lines) {
        out.println(PROGRESS + lines);
    }

    public static void sendReport(PrintStream out, Object report) {
        out.println(DONE + JSON.writeValueAsString(report));
    }

    static OptionalLong progress(String line) {
        return line.startsWith(PROGRESS)
                ? OptionalLong.of(Long.parseLong(line.substring(PROGRESS.length())))
                : OptionalLong.empty();
    }

    static <T> Optional<T> report(String line, Class<T> type) {
        return line.startsWith(DONE)
                ? Optional.of(JSON.readValue(line.substring(DONE.length()), type))
                : Optional.empty();
    }
}

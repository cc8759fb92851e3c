package io.penstock.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** A child JVM that runs. What it prints beyond the protocol goes to standard error. One thread. */
public final class RunningChild implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final BufferedReader out;

    RunningChild(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        out = process.inputReader();
    }

    /** Waits for its report; the child need not end with it. */
    public <T> T awaitReport(Class<T> type, LongConsumer progress) throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            OptionalLong lines = ChildProtocol.progress(line);
            Optional<T> done = ChildProtocol.report(line, type);
            if (done.isPresent()) {
                return done.get();
            }
            if (lines.isPresent()) {
                progress.accept(lines.getAsLong());
            } else {
                System.err.println("  | " + line);
            }
        }
        throw new IOException("status " + process.waitFor() + " without a report: " + String.join(" ", command));
    }

    /** Waits until it has ended; it must have ended well. */
    public void awaitEnd() throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            System.err.println("  | " + line);
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("status " + status + ": " + String.join(" ", command));
        }
    }

    /** {@code kill -9}, and waits until it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}

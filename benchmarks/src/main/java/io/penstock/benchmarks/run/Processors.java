package io.penstock.benchmarks.run;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * This machine's processors, divided: a server, which elsewhere would be another machine, takes nothing from who is measured. By {@code taskset} of util-linux.
 *
 * @param measured in the notation of {@code taskset -c}
 * @param server the last one
 */
public record Processors(String measured, String server) {
    private static final int FEWEST = 2;
    private static final int HEXADECIMAL = 16;

    /** Empty where there is but one processor, or no {@code taskset}. */
    public static Optional<Processors> divided() throws InterruptedException {
        try {
            String told = output(
                    "taskset", "-p", String.valueOf(ProcessHandle.current().pid()));
            BigInteger ours = new BigInteger(told.substring(told.lastIndexOf(' ') + 1), HEXADECIMAL);
            if (ours.bitCount() < FEWEST) {
                return Optional.empty();
            }
            int last = ours.bitLength() - 1;
            String others = IntStream.range(0, last)
                    .filter(ours::testBit)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","));
            return Optional.of(new Processors(others, String.valueOf(last)));
        } catch (IOException noTaskset) {
            return Optional.empty();
        }
    }

    /** What to write before the command of a process that is measured. */
    public List<String> prefix() {
        return List.of("taskset", "-c", measured);
    }

    /** Moves a process, with all its threads, away from who is measured. */
    public void giveServer(long pid) throws IOException, InterruptedException {
        output("taskset", "-apc", server, String.valueOf(pid));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}

package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records that can be accounted for: each carries its thread, its number among that thread's records of the event, and a body that follows from both. Reading the files back tells what is missing,
 * doubled, torn or out of order.
 */
public final class Ledger {
    private static final String BODY = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(40);

    private Ledger() {}

    /** The line of one record, {@code extra} bytes longer than it needs to be. */
    public static byte[] line(int thread, long number, int extra) {
        int start = (int) ((thread * 31L + number) % 36);
        StringBuilder line = new StringBuilder(64 + extra)
                .append(thread)
                .append(' ')
                .append(number)
                .append(' ')
                .append(extra)
                .append(' ');
        for (int left = extra; left > 0; left -= 36) {
            line.append(BODY, start, start + Math.min(36, left));
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the files of one event hold: the numbers of each thread, in the order of the file names' times and sequence. */
    public static Map<Integer, List<Long>> read(List<Path> files) throws IOException {
        Map<Integer, List<Long>> byThread = new HashMap<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(bytes.length == 0 || bytes[bytes.length - 1] == '\n')
                    .as("%s ends with a whole line", file)
                    .isTrue();
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                assertThat(bytes[i]).as("byte %d of %s", i, file).isNotZero();
                if (bytes[i] == '\n') {
                    String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                    String[] parts = line.split(" ", 4);
                    int thread = Integer.parseInt(parts[0]);
                    long number = Long.parseLong(parts[1]);
                    byte[] expected = line(thread, number, Integer.parseInt(parts[2]));
                    assertThat(line + "\n")
                            .as("line in %s", file)
                            .isEqualTo(new String(expected, StandardCharsets.UTF_8));
                    byThread.computeIfAbsent(thread, unused -> new ArrayList<>())
                            .add(number);
                    start = i + 1;
                }
            }
        }
        return byThread;
    }

    /** The sealed files of an event, oldest first. */
    public static List<Path> sealed(Path directory, String event) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("sealed"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(event + "_"))
                    .sorted(Comparator.comparing(Ledger::order))
                    .toList();
        }
    }

    /** Name without the collision number, then that number. */
    private static String order(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.log$", "");
        String last = name.substring(name.lastIndexOf('_') + 1);
        return last.matches("\\d+")
                ? name.substring(0, name.length() - last.length() - 1) + "%08d".formatted(Integer.parseInt(last))
                : name + "%08d".formatted(0);
    }
}

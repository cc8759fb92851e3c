package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records that can be accounted for: each carries its thread, its number among that thread's records of the event, and a body that follows from both. Reading the files back tells what is missing,
 * doubled, torn or out of order.
 */
public final class Ledger {
    private static final String BODY = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(40);

    private static final Pattern NUMBER =
            Pattern.compile("\"start\"\\s*:\\s*\"([^\"]+)\".*\"sequence\"\\s*:\\s*(\\d+)", Pattern.DOTALL);

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
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    start = take(bytes, start, i, file, byThread);
                }
            }
            assertThat(start).as("%s ends with a whole line", file).isEqualTo(bytes.length);
        }
        return byThread;
    }

    /** One line, which ends before {@code end}. Returns where the next one starts. */
    private static int take(byte[] bytes, int start, int end, Path file, Map<Integer, List<Long>> byThread) {
        String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        String[] parts = line.split(" ", 4);
        int thread = Integer.parseInt(parts[0]);
        long number = Long.parseLong(parts[1]);
        byte[] expected = line(thread, number, Integer.parseInt(parts[2]));
        if (!Arrays.equals(bytes, start, end + 1, expected, 0, expected.length)) {
            assertThat(line + "\n")
                    .as("line at %d in %s", start, file)
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
        byThread.computeIfAbsent(thread, unused -> new ArrayList<>()).add(number);
        return end + 1;
    }

    /** The sealed files of an event, in the order in which they were live: as their sidecars number them within a start, and starts by their time. */
    public static List<Path> sealed(Path directory, String event) throws IOException {
        Map<String, Path> byNumber = new TreeMap<>();
        try (Stream<Path> sidecars = Files.list(directory.resolve(".penstock"))) {
            for (Path sidecar : (Iterable<Path>) sidecars::iterator) {
                String name = sidecar.getFileName().toString();
                if (name.startsWith(event + "_") && name.endsWith(".log.json")) {
                    Path file = directory.resolve("sealed").resolve(name.replaceFirst("\\.json$", ""));
                    assertThat(byNumber.put(number(Files.readString(sidecar)), file))
                            .as("another file numbered like %s", file)
                            .isNull();
                }
            }
        }
        return List.copyOf(byNumber.values());
    }

    private static String number(String sidecar) {
        Matcher matcher = NUMBER.matcher(sidecar);
        assertThat(matcher.find()).as(sidecar).isTrue();
        return matcher.group(1) + "%012d".formatted(Long.parseLong(matcher.group(2)));
    }
}

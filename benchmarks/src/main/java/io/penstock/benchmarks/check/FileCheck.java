package io.penstock.benchmarks.check;

import io.penstock.benchmarks.contender.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads every {@code .log} file of a directory in the order of their names and follows each worker's numbers through each event. */
public final class FileCheck {
    private static final String AFTER_EVENT = "_.-";

    private final List<long[]> lastNumbers;
    private final List<long[]> found;
    private final Map<String, Integer> kinds = new HashMap<>();
    private final Output output;
    private int files;
    private long lines;
    private long bytes;
    private long outOfOrder;
    private long misplaced;
    private long unreadable;
    private String example = "";

    private FileCheck(List<String> events, List<long[]> lastNumbers, Output output) {
        this.lastNumbers = lastNumbers;
        this.output = output;
        found = lastNumbers.stream().map(numbers -> new long[numbers.length]).toList();
        for (String event : events) {
            kinds.put(event, kinds.size());
        }
    }

    /**
     * @param events names of the kinds
     * @param lastNumbers by worker and kind: the last number logged
     */
    public static CheckedFiles of(Path directory, List<String> events, List<long[]> lastNumbers, Output output)
            throws IOException {
        FileCheck check = new FileCheck(events, lastNumbers, output);
        for (Path file : LogFiles.inOrder(directory)) {
            check.read(file);
        }
        return check.result();
    }

    private void read(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        long linesBefore = lines;
        LoggedLine line = new LoggedLine();
        long cut = LineFile.forEachLine(file, (buffer, start, end) -> {
            if (!line.parse(buffer, start, end) || !accept(line, fileName)) {
                unreadable(fileName, new String(buffer, start, end - start, StandardCharsets.UTF_8));
            }
        });
        if (cut > 0) {
            unreadable(fileName, cut + " bytes without an end");
        }
        bytes += Files.size(file);
        files += lines > linesBefore ? 1 : 0;
    }

    private void unreadable(String fileName, String line) {
        unreadable++;
        if (example.isEmpty()) {
            example = fileName + ": " + line;
        }
    }

    /** False for a line that nobody logged. */
    private boolean accept(LoggedLine line, String fileName) {
        Integer kind = kinds.get(line.event());
        if (kind == null || line.worker() >= found.size()) {
            return false;
        }
        lines++;
        long[] numbers = found.get(line.worker());
        if (line.number() > numbers[kind]) {
            // a gap shows in the sum: what is logged minus what is found
            numbers[kind] = line.number();
        } else {
            outOfOrder++;
        }
        if (output == Output.FILE_PER_EVENT && !belongs(line.event(), fileName)) {
            misplaced++;
        }
        return true;
    }

    private static boolean belongs(String event, String fileName) {
        return fileName.startsWith(event) && AFTER_EVENT.indexOf(fileName.charAt(event.length())) >= 0;
    }

    private CheckedFiles result() {
        long logged = 0;
        for (long[] numbers : lastNumbers) {
            for (long number : numbers) {
                logged += number;
            }
        }
        return new CheckedFiles(
                files, lines, bytes, Math.max(0, logged - lines), outOfOrder, misplaced, unreadable, example);
    }
}

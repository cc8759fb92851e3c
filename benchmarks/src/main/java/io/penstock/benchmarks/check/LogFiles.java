package io.penstock.benchmarks.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The {@code .log} files of a directory and the folders in it. */
public final class LogFiles {
    private LogFiles() {}

    /** The files of one event in the order in which they were written, which is the order of their names; the live one last. */
    public static List<Path> inOrder(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> path.getFileName().toString().endsWith(".log") && Files.isRegularFile(path))
                    .sorted(Comparator.comparing(
                            (Path path) -> path.getFileName().toString(), NaturalOrder.INSTANCE))
                    .toList();
        }
    }

    /** The name up to the first {@code _} or {@code .}: the event, where events have neither. */
    public static String eventOf(Path file) {
        return file.getFileName().toString().split("[_.]", 2)[0];
    }
}

package io.penstock.log4j2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in a spool's sealed files, read back as a user would. */
final class Landed {
    private static final Pattern SEALED =
            Pattern.compile("(.+)_\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d(_\\d+)?\\.log");
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\"\\s*:\\s*(\\d+)");

    private final Path directory;

    private Landed(Path directory) {
        this.directory = directory;
    }

    static Landed in(Path directory) {
        return new Landed(directory);
    }

    /** The sealed files by event, in the order in which they were written. */
    Map<String, List<Path>> files() {
        Path sealed = directory.resolve("sealed");
        if (!Files.isDirectory(sealed)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(sealed)) {
            return files.sorted(Comparator.comparingLong(this::sequence)
                            // a second start counts from 1 again
                            .thenComparingInt(file -> file.toString().length())
                            .thenComparing(Comparator.naturalOrder()))
                    .collect(Collectors.groupingBy(Landed::event, TreeMap::new, Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> files(String event) {
        return files().getOrDefault(event, List.of());
    }

    /** An event's bytes, all its files one after the other. */
    String text(String event) {
        return files(event).stream().map(Landed::read).collect(Collectors.joining());
    }

    List<String> lines(String event) {
        return text(event).lines().toList();
    }

    /** Files that are still being written; none after a clean stop. */
    List<Path> liveFiles() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String event(Path file) {
        Matcher name = SEALED.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new AssertionError("not a sealed file's name: " + file);
        }
        return name.group(1);
    }

    private long sequence(Path file) {
        String sidecar = read(directory.resolve(".penstock").resolve(file.getFileName() + ".json"));
        Matcher sequence = SEQUENCE.matcher(sidecar);
        if (!sequence.find()) {
            throw new AssertionError("no sequence in the sidecar of " + file + ": " + sidecar);
        }
        return Long.parseLong(sequence.group(1));
    }
}

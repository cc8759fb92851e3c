package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads back what landed in a spool: the sealed files of an event in the order they were written, then the live one. */
final class SpoolReader {
    private record Sealed(Path file, String event, String start, Integer sequence) {}

    private final Path directory;

    SpoolReader(Path directory) {
        this.directory = directory;
    }

    /** Every line of the event, sealed files first. */
    List<String> lines(String event) {
        List<String> lines = new ArrayList<>();
        files(event).forEach(file -> lines.addAll(text(file).lines().toList()));
        return lines;
    }

    /** The event's files in the order they were written. */
    List<Path> files(String event) {
        List<Path> files = new ArrayList<>(sealed(event));
        Path live = directory.resolve(event + ".log");
        if (Files.exists(live)) {
            files.add(live);
        }
        return files;
    }

    /** In the order of the pipelines that wrote them, and of each one's sequence: the times in the names are the records'. */
    List<Path> sealed(String event) {
        return sealedFiles()
                .filter(file -> file.event().equals(event))
                .sorted(Comparator.comparing(Sealed::start).thenComparing(Sealed::sequence))
                .map(Sealed::file)
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Stream<Sealed> sealedFiles() {
        Path folder = directory.resolve("sealed");
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(this::describe).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Sealed describe(Path file) {
        String sidecar = text(directory.resolve(".penstock").resolve(name(file) + ".json"));
        return new Sealed(
                file, field(sidecar, "event"), field(sidecar, "start"), Integer.valueOf(field(sidecar, "sequence")));
    }

    private static String field(String json, String name) {
        Matcher field =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]*)").matcher(json);
        return field.find() ? field.group(1) : "";
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}

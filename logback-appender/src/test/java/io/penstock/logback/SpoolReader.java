package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads back what landed in a spool: the sealed files of an event in the order they were written, then the live one. */
final class SpoolReader {
    private record Sealed(Path file, String event, String earliest, String previous) {}

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

    List<Path> sealed(String event) {
        List<Sealed> heads = new ArrayList<>();
        Map<String, Sealed> successors = new HashMap<>();
        List<Sealed> all =
                sealedFiles().filter(file -> file.event().equals(event)).toList();
        List<String> names = all.stream().map(each -> name(each.file())).toList();
        for (Sealed each : all) {
            if (names.contains(each.previous())) {
                successors.put(each.previous(), each);
            } else {
                heads.add(each);
            }
        }
        heads.sort(Comparator.comparing(Sealed::earliest));
        List<Path> ordered = new ArrayList<>();
        for (Sealed head : heads) {
            for (Sealed next = head; next != null; next = successors.get(name(next.file()))) {
                ordered.add(next.file());
            }
        }
        return ordered;
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
        return new Sealed(file, field(sidecar, "event"), field(sidecar, "earliest"), field(sidecar, "previous"));
    }

    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return field.find() ? field.group(1) : "";
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}

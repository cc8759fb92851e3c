package io.penstock.benchmarks.archive;

import io.penstock.benchmarks.run.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The objects of a directory: every file that is not hidden. */
public final class DirectoryObjects implements ObjectSource {
    private final Path directory;

    public DirectoryObjects(Path directory) {
        this.directory = directory;
    }

    @Override
    public String title() {
        return "the directory " + directory;
    }

    @Override
    public Map<String, Long> list() throws IOException {
        if (!Files.exists(directory)) {
            return Map.of();
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(path -> Files.isRegularFile(path)
                            && !path.getFileName().toString().startsWith("."))
                    .toList();
        }
        Map<String, Long> bytesByKey = new TreeMap<>();
        for (Path file : files) {
            bytesByKey.put(directory.relativize(file).toString(), Files.size(file));
        }
        return bytesByKey;
    }

    @Override
    public InputStream open(String key) throws IOException {
        return Files.newInputStream(directory.resolve(key));
    }

    @Override
    public void clear() throws IOException {
        Directories.delete(directory);
    }

    @Override
    public void close() {
        // nothing is held
    }
}

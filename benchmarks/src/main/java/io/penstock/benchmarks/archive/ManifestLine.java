package io.penstock.benchmarks.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is read of one line of the manifest.
 *
 * @param size plain bytes
 * @param storedSize bytes of the object
 * @param crc32c of the stored bytes, base64
 * @param earliest time of the first record, ISO-8601
 * @param latest time of the last record, ISO-8601
 * @param file the sealed file's name
 */
public record ManifestLine(
        String event,
        String key,
        long size,
        long storedSize,
        String crc32c,
        String compression,
        String encryption,
        long records,
        String earliest,
        String latest,
        String file) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The manifest of a spool; empty when there is none yet. */
    public static List<ManifestLine> readAll(Path spool) throws IOException {
        Path manifest = spool.resolve(".penstock").resolve("manifest.jsonl");
        return Files.exists(manifest)
                ? Files.readAllLines(manifest).stream()
                        .filter(line -> !line.isBlank())
                        .map(line -> JSON.readValue(line, ManifestLine.class))
                        .toList()
                : List.of();
    }
}

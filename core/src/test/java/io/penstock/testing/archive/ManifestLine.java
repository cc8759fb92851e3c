package io.penstock.testing.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object, as the manifest has it.
 *
 * @param text the line
 * @param fields its values by name, numbers too; {@code null} as text
 */
public record ManifestLine(String text, Map<String, String> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    /** The current manifest of a spool; empty when nothing has been registered yet. */
    public static List<ManifestLine> readAll(Path spool) throws IOException {
        Path manifest = spool.resolve(".penstock/manifest.jsonl");
        List<ManifestLine> lines = new ArrayList<>();
        for (String line : Files.exists(manifest) ? Files.readAllLines(manifest) : List.<String>of()) {
            lines.add(parse(line));
        }
        return lines;
    }

    private static ManifestLine parse(String line) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
            }
        }
        return new ManifestLine(line, fields);
    }

    /** A field's text; fails where there is none. */
    public String get(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + text);
        }
        return value;
    }

    /** The same as a number. */
    public long number(String name) {
        return Long.parseLong(get(name));
    }
}

package io.penstock.upload;

import io.penstock.platform.RegularFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The lines of archived objects, and what stands in those that were written so far. Any thread. */
final class Manifest {
    private Manifest() {}

    /** The line of a record, its end included. */
    static byte[] line(ManifestRecord archived) throws IOException {
        return FlatJson.line(json -> {
            json.writeStringField("event", archived.event());
            json.writeStringField("bucket", archived.bucket());
            json.writeStringField("key", archived.key());
            json.writeNumberField("size", archived.size());
            json.writeNumberField("storedSize", archived.storedSize());
            json.writeStringField("crc32c", archived.crc32c());
            json.writeStringField("compression", archived.compression());
            json.writeStringField("encryption", archived.encryption());
            json.writeNumberField("records", archived.records());
            json.writeStringField("earliest", archived.earliest().toString());
            json.writeStringField("latest", archived.latest().toString());
            json.writeStringField("host", archived.host());
            json.writeStringField("start", archived.start());
            json.writeNumberField("sequence", archived.sequence());
            json.writeStringField("previous", archived.previous());
            json.writeStringField("file", archived.file());
            json.writeStringField("uploaded", archived.uploaded().toString());
        });
    }

    /** What makes an object one: no two have the same, and no text has two meanings. */
    static String identity(String bucket, String key) {
        return bucket + '\n' + key;
    }

    /** The {@linkplain #identity identities} of all objects that have a line and were made of these files. Reads the whole manifest, its rotated files too. */
    static Set<String> identitiesOf(Set<String> sealedNames, SealedQueue queue) throws IOException {
        Set<String> found = new HashSet<>();
        // first the current one: a line that is rotated away in between is met in both, not in neither
        Path current = queue.manifest();
        collect(current, sealedNames, found);
        for (Path file : queue.manifests()) {
            if (!file.equals(current)) {
                collect(file, sealedNames, found);
            }
        }
        return found;
    }

    private static void collect(Path file, Set<String> sealedNames, Set<String> found) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(RegularFiles.stream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                collect(line, sealedNames, found);
            }
        } catch (NoSuchFileException e) {
            // nothing is registered yet, or it was deleted as the oldest
        }
    }

    private static void collect(String line, Set<String> sealedNames, Set<String> found) {
        try {
            FlatJson json = FlatJson.parse(line);
            if (sealedNames.contains(json.text("file"))) {
                found.add(identity(json.text("bucket"), json.text("key")));
            }
        } catch (IOException e) {
            // cut by a crash: it registers nothing
        }
    }
}

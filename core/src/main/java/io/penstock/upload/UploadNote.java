package io.penstock.upload;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a crash must not take from an upload: which file, and for each destination that was tried, what may stand there by now. One line for the file, one for each try:
 *
 * <pre>
 *   {"file":…,"size":…,"event":…,"host":…,"start":…,"sequence":…,"previous":…,"records":…,"earliest":…,"latest":…,"named":…}
 *   {"bucket":…,"key":…,"compression":…,"encryption":…}                                   begun
 *   {"bucket":…,"key":…,…,"storedSize":…,"crc32c":…,"partsCrc32c":…,"etag":…}             may be complete
 * </pre>
 *
 * Of each destination several tries may be noted: encrypted bytes differ from try to try, and the store may still be completing an old one. Immutable.
 *
 * @param file its path is not noted, and when read again only its name
 * @param tries oldest first
 */
record UploadNote(SealedFile file, List<Try> tries) {
    private static final int MOST_TRIES = 64;

    /** @param bytes null for an upload that was only begun */
    record Try(Destination to, @Nullable Fingerprint bytes) {}

    static UploadNote of(SealedFile file) {
        return new UploadNote(file, List.of());
    }

    UploadNote with(Destination to, @Nullable Fingerprint bytes) {
        Set<Try> all = new LinkedHashSet<>(tries);
        all.add(new Try(to, bytes));
        List<Try> kept = new ArrayList<>(all);
        // what was tried so long ago will hardly be completed any more
        return new UploadNote(file, List.copyOf(kept.subList(Math.max(0, kept.size() - MOST_TRIES), kept.size())));
    }

    /** The destinations tried in this bucket. */
    Set<Destination> destinations(String bucket) {
        Set<Destination> found = new LinkedHashSet<>();
        tries.stream().map(Try::to).filter(to -> to.bucket().equals(bucket)).forEach(found::add);
        return found;
    }

    /** What may stand at this destination. */
    List<Fingerprint> possible(Destination to) {
        List<Fingerprint> found = new ArrayList<>();
        for (Try one : tries) {
            if (one.bytes != null && one.to.equals(to)) {
                found.add(one.bytes);
            }
        }
        return found;
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.write(FlatJson.line(json -> {
            json.writeStringField("file", file.name());
            json.writeNumberField("size", file.bytes());
            json.writeStringField("event", file.event());
            json.writeStringField("host", file.host());
            json.writeStringField("start", file.start());
            json.writeNumberField("sequence", file.sequence());
            json.writeStringField("previous", file.previous());
            json.writeNumberField("records", file.records());
            json.writeStringField("earliest", file.earliest().toString());
            json.writeStringField("latest", file.latest().toString());
            json.writeStringField("named", file.named().toString());
        }));
        for (Try one : tries) {
            out.write(FlatJson.line(json -> write(json, one)));
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Try one) throws IOException {
        json.writeStringField("bucket", one.to.bucket());
        json.writeStringField("key", one.to.key());
        json.writeStringField("compression", one.to.compression());
        json.writeStringField("encryption", one.to.encryption());
        Fingerprint bytes = one.bytes;
        if (bytes != null) {
            json.writeNumberField("storedSize", bytes.storedSize());
            json.writeStringField("crc32c", bytes.crc32c());
            json.writeStringField("partsCrc32c", bytes.partsCrc32c());
            json.writeStringField("etag", bytes.etag());
        }
    }

    /** @throws IOException also where the bytes are no note */
    static UploadNote parse(byte[] bytes) throws IOException {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty()) {
            throw new IOException("an empty upload note");
        }
        List<Try> tries = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            tries.add(readTry(FlatJson.parse(line)));
        }
        return new UploadNote(file(FlatJson.parse(lines.get(0))), List.copyOf(tries));
    }

    private static SealedFile file(FlatJson json) throws IOException {
        String name = json.text("file");
        Instant earliest = json.time("earliest");
        return new SealedFile(
                name,
                Path.of(name),
                json.number("size"),
                json.text("event"),
                json.text("host"),
                json.text("start"),
                json.number("sequence"),
                json.find("previous"),
                json.number("records"),
                earliest,
                json.time("latest"),
                json.find("named") == null ? earliest : json.time("named"));
    }

    private static Try readTry(FlatJson json) throws IOException {
        Destination to = new Destination(
                json.text("bucket"), json.text("key"), json.text("compression"), json.text("encryption"));
        if (json.find("storedSize") == null) {
            return new Try(to, null);
        }
        Fingerprint bytes = new Fingerprint(
                json.number("storedSize"), json.text("crc32c"), json.text("partsCrc32c"), json.find("etag"));
        return new Try(to, bytes);
    }
}

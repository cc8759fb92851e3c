package io.penstock.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.config.EventTime;
import io.penstock.platform.RegularFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a sealed file beside its bytes: {@code .penstock/<sealed name>.json}. The same form, with what is known
 * by then, is the note of a file that is not sealed yet.
 *
 * @param start the start of the pipeline that wrote the file
 * @param sequence of the event's files within that start, from 1
 * @param previous sealed name of the event's file before it within that start
 * @param headerBytes how much of the file is header
 * @param named the time in its sealed name and in its key: that of its earliest record which lies in its slot; where it is
 *     not noted, that of the earliest record
 */
record Sidecar(
        String event,
        String host,
        String start,
        long sequence,
        @Nullable String previous,
        long records,
        Instant earliest,
        Instant latest,
        long headerBytes,
        Instant named) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_BYTES = 64 * 1024;

    /** Named after its earliest record. */
    Sidecar(
            String event,
            String host,
            String start,
            long sequence,
            @Nullable String previous,
            long records,
            Instant earliest,
            Instant latest,
            long headerBytes) {
        this(event, host, start, sequence, previous, records, earliest, latest, headerBytes, earliest);
    }

    byte[] toJson() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("event", event);
            json.writeStringField("host", host);
            json.writeStringField("start", start);
            json.writeNumberField("sequence", sequence);
            json.writeStringField("previous", previous);
            json.writeNumberField("records", records);
            json.writeStringField("earliest", earliest.toString());
            json.writeStringField("latest", latest.toString());
            json.writeNumberField("headerBytes", headerBytes);
            json.writeStringField("named", named.toString());
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    /** The file was read, and is no sidecar. */
    static final class NoSidecarException extends IOException {
        private static final long serialVersionUID = 1L;

        NoSidecarException(Path path, String reason, @Nullable Throwable cause) {
            super(path + " is no sidecar: " + reason, cause);
        }
    }

    /**
     * @throws NoSidecarException where there is a file, and it is none
     * @throws RegularFiles.NotRegularException where the name stands for something else than a file
     */
    static Sidecar read(Path path) throws IOException {
        byte[] content = RegularFiles.bytes(path, MOST_BYTES);
        if (content.length > MOST_BYTES) {
            throw new NoSidecarException(path, "more than " + MOST_BYTES + " bytes", null);
        }
        try {
            return parse(content);
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new NoSidecarException(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static Sidecar parse(byte[] content) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (json.currentToken().isScalarValue()) {
                    fields.put(name, json.getText());
                }
                json.skipChildren();
            }
            return new Sidecar(
                    field(fields, "event"),
                    field(fields, "host"),
                    field(fields, "start"),
                    Long.parseLong(field(fields, "sequence")),
                    fields.get("previous"),
                    Long.parseLong(field(fields, "records")),
                    time(field(fields, "earliest")),
                    time(field(fields, "latest")),
                    Long.parseLong(fields.getOrDefault("headerBytes", "0")),
                    time(fields.getOrDefault("named", field(fields, "earliest"))));
        }
    }

    private static Instant time(String text) {
        return EventTime.bounded(Instant.parse(text));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return value;
    }
}

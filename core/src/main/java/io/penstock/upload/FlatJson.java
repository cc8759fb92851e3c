package io.penstock.upload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object without nesting, on one line: what notes and the manifest are made of. */
final class FlatJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> fields;

    private FlatJson(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Writes the fields of one object. */
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** The line, its end included. */
    static byte[] line(Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writer.write(json);
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    /** @throws IOException also where the line is no object */
    static FlatJson parse(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object: " + line);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    fields.put(name, json.getText());
                }
                json.skipChildren();
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("a JSON object that does not end: " + line);
            }
        }
        return new FlatJson(fields);
    }

    @Nullable
    String find(String name) {
        return fields.get(name);
    }

    String text(String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("no field " + name);
        }
        return value;
    }

    long number(String name) throws IOException {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new IOException(name + " is no number: " + text(name), e);
        }
    }

    Instant time(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            throw new IOException(name + " is no time: " + text(name), e);
        }
    }
}

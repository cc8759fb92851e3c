package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer: status, headers, and a body of known length. */
record Reply(int status, Map<String, String> headers, InputStream body, long bytes) {
    static Reply json(int status, JsonObject body) {
        return of(status, "application/json; charset=UTF-8", body.toString().getBytes(UTF_8));
    }

    static Reply of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Reply(status, headers, new ByteArrayInputStream(body), body.length);
    }

    static Reply empty(int status) {
        return new Reply(status, new LinkedHashMap<>(), InputStream.nullInputStream(), 0);
    }

    Reply with(String header, String value) {
        headers.put(header, value);
        return this;
    }
}

package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * One request, its path and query decoded, its method as it was meant.
 *
 * @param method after {@code X-HTTP-Method-Override}
 * @param target path and query, as sent
 * @param path decoded piece by piece, so that a piece may hold a slash
 * @param headers by lower-case name
 * @param body after {@code Content-Encoding}
 */
record Call(
        String method,
        String target,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body) {
    static Call of(String method, String target, Map<String, String> headers, InputStream body) throws IOException {
        int question = target.indexOf('?');
        List<String> path = new ArrayList<>();
        for (String piece : (question < 0 ? target : target.substring(0, question)).split("/", -1)) {
            path.add(decode(piece));
        }
        Map<String, String> query = new HashMap<>();
        if (question >= 0) {
            for (String pair : target.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        equals < 0 ? decode(pair) : decode(pair.substring(0, equals)),
                        decode(pair.substring(equals + 1)));
            }
        }
        boolean zipped = "gzip".equals(headers.get("content-encoding"));
        String meant = headers.getOrDefault("x-http-method-override", method).toUpperCase(Locale.ROOT);
        return new Call(
                meant, target, path.subList(1, path.size()), query, headers, zipped ? new GZIPInputStream(body) : body);
    }

    /** A plus stands for itself in both path and query, as the client sends it. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    Call withBody(InputStream other) {
        return new Call(method, target, path, query, headers, other);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    JsonObject json() throws IOException, Refusal {
        return parse(new String(body.readAllBytes(), UTF_8));
    }

    static JsonObject parse(String text) throws Refusal {
        try {
            return text.isBlank()
                    ? new JsonObject()
                    : JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException malformed) {
            throw Refusal.badRequest("Parse Error");
        }
    }
}

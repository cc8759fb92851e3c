package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Composes, lists, reads, copies, changes and deletes objects. */
final class Objects {
    /** A header of our own, set by a fault. */
    static final String KEEP_SOURCES = "x-emulator-keep-sources";

    private static final int MOST_SOURCES = 32;
    private static final int MOST_LISTED = 1000;
    private static final Pattern BYTES = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Buckets buckets;

    Objects(Buckets buckets) {
        this.buckets = buckets;
    }

    Reply compose(Call call, String bucketName, String object) throws IOException, Refusal {
        Bucket bucket = buckets.get(bucketName);
        JsonObject request = call.json();
        JsonArray asked = request.has("sourceObjects") ? request.getAsJsonArray("sourceObjects") : new JsonArray();
        if (asked.isEmpty()) {
            throw Refusal.badRequest("You must provide at least one source component.");
        }
        if (asked.size() > MOST_SOURCES) {
            throw Refusal.badRequest(
                    "The number of source components provided (" + asked.size() + ") exceeds the maximum (32)");
        }
        List<Blob> sources = new ArrayList<>();
        for (JsonElement source : asked) {
            sources.add(source(bucket, source.getAsJsonObject()));
        }
        if (sources.stream().map(Blob::storageClass).distinct().count() > 1) {
            throw Refusal.badRequest("All source objects must have the same storage class.");
        }
        Content content = Content.composed(sources.stream().map(Blob::content).toList());
        JsonObject destination = request.has("destination") ? request.getAsJsonObject("destination") : new JsonObject();
        if (call.query().containsKey("kmsKeyName")) {
            destination.addProperty("kmsKeyName", call.query().get("kmsKeyName"));
        }
        boolean delete = request.has("deleteSourceObjects")
                && request.get("deleteSourceObjects").getAsBoolean()
                && call.header(KEEP_SOURCES).isEmpty();
        Blob composed = bucket.compose(
                object, new Bucket.Composition(sources, content, destination, delete), Conditions.of(call.query()));
        return Reply.json(200, composed.resource());
    }

    private static Blob source(Bucket bucket, JsonObject asked) throws Refusal {
        Optional<Long> generation = Optional.ofNullable(asked.get("generation")).map(JsonElement::getAsLong);
        Blob blob = bucket.get(asked.get("name").getAsString(), generation);
        JsonObject conditions = asked.getAsJsonObject("objectPreconditions");
        if (conditions != null
                && conditions.has("ifGenerationMatch")
                && conditions.get("ifGenerationMatch").getAsLong() != blob.generation()) {
            throw Refusal.conditionNotMet();
        }
        return blob;
    }

    Reply list(Call call, String bucketName) throws Refusal {
        Bucket bucket = buckets.get(bucketName);
        int most = (int) Math.min(
                MOST_LISTED, Conditions.number(call.query(), "maxResults").orElse((long) MOST_LISTED));
        String token = call.query().getOrDefault("pageToken", "");
        List<Blob> found = bucket.list(
                call.query().getOrDefault("prefix", ""),
                new String(Base64.getUrlDecoder().decode(token), UTF_8),
                most + 1);
        JsonArray items = new JsonArray();
        found.stream().limit(most).forEach(blob -> items.add(blob.resource()));
        JsonObject page = new JsonObject();
        page.addProperty("kind", "storage#objects");
        page.add("items", items);
        if (found.size() > most) {
            String last = found.get(most - 1).name();
            page.addProperty("nextPageToken", Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8)));
        }
        return Reply.json(200, page);
    }

    Reply get(Call call, String bucketName, String object) throws IOException, Refusal {
        Blob blob = buckets.get(bucketName).get(object, Conditions.number(call.query(), "generation"));
        Conditions.of(call.query()).check(Optional.of(blob));
        return "media".equals(call.query().get("alt")) ? media(call, blob) : Reply.json(200, blob.resource());
    }

    private static Reply media(Call call, Blob blob) throws IOException, Refusal {
        long from = 0;
        long to = blob.content().bytes() - 1;
        Matcher range = BYTES.matcher(call.header("range").orElse(""));
        boolean part = range.matches();
        if (part) {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
            if (from > to) {
                throw new Refusal(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
            }
        }
        InputStream in = blob.content().open();
        in.skipNBytes(from);
        Reply reply = new Reply(part ? 206 : 200, new LinkedHashMap<>(), in, to - from + 1)
                .with("Content-Type", "application/octet-stream")
                .with("X-Goog-Generation", Long.toString(blob.generation()))
                .with("X-Goog-Metageneration", Long.toString(blob.metageneration()))
                .with(
                        "X-Goog-Stored-Content-Length",
                        Long.toString(blob.content().bytes()))
                .with("X-Goog-Storage-Class", blob.storageClass())
                .with("X-Goog-Hash", "crc32c=" + blob.content().checksums().crc32c());
        return part
                ? reply.with(
                        "Content-Range",
                        "bytes " + from + "-" + to + "/" + blob.content().bytes())
                : reply;
    }

    Reply rewrite(Call call, Blob source, String bucketName, String object) throws IOException, Refusal {
        JsonObject asked = call.json();
        JsonObject settings = asked.isEmpty() ? source.settings().deepCopy() : asked;
        Blob copy = buckets.get(bucketName).insert(object, source.content(), settings, Conditions.of(call.query()));
        JsonObject answer = new JsonObject();
        answer.addProperty("kind", "storage#rewriteResponse");
        answer.addProperty("totalBytesRewritten", Long.toString(copy.content().bytes()));
        answer.addProperty("objectSize", Long.toString(copy.content().bytes()));
        answer.addProperty("done", true);
        answer.add("resource", copy.resource());
        return Reply.json(200, answer);
    }

    Reply update(Call call, String bucketName, String object) throws IOException, Refusal {
        Bucket bucket = buckets.get(bucketName);
        return Reply.json(
                200,
                bucket.update(object, call.json(), Conditions.of(call.query())).resource());
    }

    Reply delete(Call call, String bucketName, String object) throws Refusal {
        buckets.get(bucketName)
                .delete(object, Conditions.number(call.query(), "generation"), Conditions.of(call.query()));
        return Reply.empty(204);
    }
}

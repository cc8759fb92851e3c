package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes objects in: as a bare body, with metadata in one request, or in a resumable session. */
final class Uploads {
    private static final int ALIGNMENT_BYTES = 256 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");
    private static final Pattern SAID_CRC32C = Pattern.compile("crc32c=([^,\\s]+)");

    private final Buckets buckets;
    private final @Nullable Path folder;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** What a resumable session has so far. */
    private record Session(
            Bucket bucket, String name, JsonObject asked, Conditions conditions, ByteArrayOutputStream bytes) {}

    Uploads(Buckets buckets, @Nullable Path folder) {
        this.buckets = buckets;
        this.folder = folder;
    }

    Reply insert(Call call, String bucketName, String endpoint) throws IOException, Refusal {
        Bucket bucket = buckets.get(bucketName);
        return switch (call.query().getOrDefault("uploadType", "")) {
            case "media" -> media(call, bucket);
            case "multipart" -> multipart(call, bucket);
            case "resumable" -> begin(call, bucket, endpoint);
            default ->
                throw Refusal.badRequest(
                        "Upload type not supported: " + call.query().get("uploadType"));
        };
    }

    private Reply media(Call call, Bucket bucket) throws IOException, Refusal {
        return store(bucket, name(call, new JsonObject()), Content.take(call.body(), folder), new JsonObject(), call);
    }

    private Reply multipart(Call call, Bucket bucket) throws IOException, Refusal {
        Multipart parts = new Multipart(call.body(), call.header("content-type").orElse(""));
        part(parts);
        JsonObject asked = Call.parse(new String(parts.body().readAllBytes(), UTF_8));
        part(parts);
        Content content = Content.take(parts.body(), folder);
        return store(bucket, name(call, asked), content, asked, call);
    }

    private static void part(Multipart parts) throws IOException, Refusal {
        if (parts.next().isEmpty()) {
            throw Refusal.badRequest("metadata and data were expected");
        }
    }

    private static Reply store(Bucket bucket, String name, Content content, JsonObject asked, Call call)
            throws Refusal {
        checkSums(content, asked, call);
        addKey(asked, call);
        Conditions conditions = Conditions.of(call.query());
        return Reply.json(200, bucket.insert(name, content, asked, conditions).resource());
    }

    private Reply begin(Call call, Bucket bucket, String endpoint) throws IOException, Refusal {
        JsonObject asked = call.json();
        String name = name(call, asked);
        Conditions conditions = Conditions.of(call.query());
        conditions.check(bucket.find(name));
        addKey(asked, call);
        String id = UUID.randomUUID().toString();
        sessions.put(id, new Session(bucket, name, asked, conditions, new ByteArrayOutputStream()));
        return Reply.empty(200)
                .with(
                        "Location",
                        endpoint + "/upload/storage/v1/b/" + bucket.name() + "/o?uploadType=resumable&upload_id=" + id);
    }

    /** A further request of a resumable session. */
    Reply resume(Call call, String id) throws IOException, Refusal {
        Session session = Optional.ofNullable(sessions.get(id))
                .orElseThrow(() -> new Refusal(410, "gone", "the upload session is gone"));
        synchronized (session) {
            if (call.method().equals("DELETE")) {
                sessions.remove(id);
                return Reply.empty(499);
            }
            Matcher range = RANGE.matcher(call.header("content-range").orElse("bytes */*"));
            if (!range.matches()) {
                throw Refusal.badRequest("Failed to parse Content-Range header.");
            }
            append(session, range, call.body());
            return range.group(3).equals("*")
                    ? soFar(session)
                    : finish(session, id, Long.parseLong(range.group(3)), call);
        }
    }

    private static void append(Session session, Matcher range, InputStream body) throws IOException, Refusal {
        if (range.group(1) == null) {
            return;
        }
        long first = Long.parseLong(range.group(1));
        long length = Long.parseLong(range.group(2)) - first + 1;
        byte[] data = body.readAllBytes();
        if (data.length != length) {
            throw Refusal.badRequest("Content-Range promises " + length + " bytes, the body has " + data.length);
        }
        if (first > session.bytes().size()) {
            throw new Refusal(
                    503,
                    "backendError",
                    "Invalid request. According to the Content-Range header, the upload offset is " + first
                            + " byte(s), which exceeds already uploaded size of "
                            + session.bytes().size() + " byte(s).");
        }
        if (range.group(3).equals("*") && length % ALIGNMENT_BYTES != 0) {
            throw Refusal.badRequest(
                    "Invalid request. The number of bytes uploaded is required to be equal or greater than 262144, except for the final request");
        }
        int known = (int) Math.min(length, session.bytes().size() - first);
        session.bytes().write(data, known, data.length - known);
    }

    private Reply finish(Session session, String id, long total, Call call) throws IOException, Refusal {
        if (session.bytes().size() < total) {
            return soFar(session);
        }
        if (session.bytes().size() > total) {
            throw Refusal.badRequest("more bytes than promised");
        }
        Content content = Content.take(new ByteArrayInputStream(session.bytes().toByteArray()), folder);
        checkSums(content, session.asked(), call);
        Blob blob = session.bucket().insert(session.name(), content, session.asked(), session.conditions());
        sessions.remove(id);
        return Reply.json(200, blob.resource());
    }

    private static Reply soFar(Session session) {
        Reply reply = Reply.empty(308).with("X-Goog-Upload-Status", "active");
        return session.bytes().size() == 0
                ? reply
                : reply.with("Range", "bytes=0-" + (session.bytes().size() - 1));
    }

    private static void checkSums(Content content, JsonObject asked, Call call) throws Refusal {
        content.checksums().check(text(asked, "crc32c"), text(asked, "md5Hash"));
        Matcher said = SAID_CRC32C.matcher(call.header("x-goog-hash").orElse(""));
        if (said.find()) {
            content.checksums().check(said.group(1), null);
        }
    }

    private static void addKey(JsonObject asked, Call call) {
        if (call.query().containsKey("kmsKeyName")) {
            asked.addProperty("kmsKeyName", call.query().get("kmsKeyName"));
        }
    }

    private static String name(Call call, JsonObject asked) throws Refusal {
        String name = call.query().getOrDefault("name", text(asked, "name"));
        if (name == null) {
            throw new Refusal(400, "required", "Required");
        }
        return name;
    }

    private static @Nullable String text(JsonObject from, String name) {
        return from.has(name) ? from.get(name).getAsString() : null;
    }
}

package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what a request wants. */
final class Routes {
    private static final int MOST_BATCHED = 100;

    /** Answers a single request, as it would be outside a batch. */
    interface Single {
        Reply answer(Call call) throws IOException;
    }

    private final Buckets buckets;
    private final Objects objects;
    private final Uploads uploads;
    private final String endpoint;

    Routes(Buckets buckets, Uploads uploads, String endpoint) {
        this.buckets = buckets;
        this.objects = new Objects(buckets);
        this.uploads = uploads;
        this.endpoint = endpoint;
    }

    Reply answer(Call call, Single single) throws IOException, Refusal {
        List<String> path = call.path();
        if (path.get(0).equals("batch")) {
            return batch(call, single);
        }
        if (path.get(0).equals("upload")) {
            String session = call.query().get("upload_id");
            return session == null ? uploads.insert(call, path.get(4), endpoint) : uploads.resume(call, session);
        }
        return json(call, path.subList(path.indexOf("v1") + 1, path.size()));
    }

    /** @param path behind {@code /storage/v1/}: {@code b/bucket/o/object/…} */
    private Reply json(Call call, List<String> path) throws IOException, Refusal {
        String method = call.method();
        return switch (path.size()) {
            case 1 -> buckets.create(call);
            case 2 -> buckets.describe(path.get(1));
            case 3 -> objects.list(call, path.get(1));
            case 4 -> object(call, path.get(1), path.get(3));
            case 5 -> objects.compose(call, path.get(1), path.get(3));
            case 9 -> {
                Blob source =
                        buckets.get(path.get(1)).get(path.get(3), Conditions.number(call.query(), "sourceGeneration"));
                yield objects.rewrite(call, source, path.get(6), path.get(8));
            }
            default -> throw new Refusal(404, "notFound", "no such method: " + method + " " + call.target());
        };
    }

    private Reply object(Call call, String bucket, String object) throws IOException, Refusal {
        return switch (call.method()) {
            case "GET" -> objects.get(call, bucket, object);
            case "DELETE" -> objects.delete(call, bucket, object);
            case "PATCH", "PUT" -> objects.update(call, bucket, object);
            default -> throw new Refusal(405, "methodNotAllowed", call.method());
        };
    }

    private static Reply batch(Call call, Single single) throws IOException, Refusal {
        Multipart parts = new Multipart(call.body(), call.header("content-type").orElse(""));
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        int count = 0;
        for (Optional<Map<String, String>> part = parts.next(); part.isPresent(); part = parts.next()) {
            if (++count > MOST_BATCHED) {
                throw Refusal.badRequest("The batch request has more than 100 calls.");
            }
            String id = part.get().getOrDefault("content-id", "<" + count + ">");
            Reply reply = single.answer(inner(parts.body()));
            answers.writeBytes(("--batch_answer\r\nContent-Type: application/http\r\nContent-ID: <response-"
                            + id.substring(1) + "\r\n\r\nHTTP/1.1 " + reply.status() + " Answer\r\nContent-Length: "
                            + reply.bytes() + "\r\n")
                    .getBytes(ISO_8859_1));
            for (Map.Entry<String, String> header : reply.headers().entrySet()) {
                answers.writeBytes((header.getKey() + ": " + header.getValue() + "\r\n").getBytes(ISO_8859_1));
            }
            answers.writeBytes("\r\n".getBytes(ISO_8859_1));
            reply.body().transferTo(answers);
            answers.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        answers.writeBytes("--batch_answer--\r\n".getBytes(ISO_8859_1));
        return Reply.of(200, "multipart/mixed; boundary=batch_answer", answers.toByteArray());
    }

    private static Call inner(InputStream part) throws IOException {
        InputStream whole = new ByteArrayInputStream(part.readAllBytes());
        String[] first = Multipart.line(whole).split(" ", 3);
        Map<String, String> headers = Multipart.headers(whole);
        String target = first[1].startsWith("http") ? first[1].substring(first[1].indexOf('/', 8)) : first[1];
        return Call.of(first[0], target, headers, whole);
    }
}

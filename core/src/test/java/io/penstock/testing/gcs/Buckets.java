package io.penstock.testing.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Creates, describes and finds buckets. */
final class Buckets {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    void create(String name) {
        buckets.putIfAbsent(name, new Bucket(name));
    }

    Bucket get(String name) throws Refusal {
        return Optional.ofNullable(buckets.get(name)).orElseThrow(Refusal::noSuchBucket);
    }

    Reply create(Call call) throws IOException, Refusal {
        JsonObject asked = call.json();
        if (!asked.has("name")) {
            throw new Refusal(400, "required", "Required");
        }
        String name = asked.get("name").getAsString();
        if (buckets.putIfAbsent(name, new Bucket(name)) != null) {
            throw new Refusal(
                    409,
                    "conflict",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        return describe(name);
    }

    Reply describe(String name) throws Refusal {
        JsonObject resource = new JsonObject();
        resource.addProperty("kind", "storage#bucket");
        resource.addProperty("id", get(name).name());
        resource.addProperty("name", name);
        resource.addProperty("location", "LOOPBACK");
        resource.addProperty("storageClass", "STANDARD");
        return Reply.json(200, resource);
    }
}

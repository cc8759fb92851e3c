package io.penstock.testing.gcs;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * An object of a bucket, as one generation of it stands.
 *
 * @param settings what the client may set: content type, storage class, key, metadata
 * @param components 0 unless composed
 */
record Blob(
        String bucket,
        String name,
        long generation,
        long metageneration,
        Content content,
        JsonObject settings,
        int components,
        Instant created) {
    private static final String[] SETTINGS = {
        "contentType", "contentEncoding", "storageClass", "kmsKeyName", "metadata", "cacheControl", "customTime"
    };

    /** What of a request's metadata an object keeps. */
    static JsonObject settings(JsonObject asked) {
        JsonObject kept = new JsonObject();
        for (String name : SETTINGS) {
            if (asked.has(name)) {
                kept.add(name, asked.get(name));
            }
        }
        return kept;
    }

    String storageClass() {
        return settings.has("storageClass") ? settings.get("storageClass").getAsString() : "STANDARD";
    }

    JsonObject resource() {
        JsonObject resource = settings.deepCopy();
        resource.addProperty("kind", "storage#object");
        resource.addProperty("id", bucket + "/" + name + "/" + generation);
        resource.addProperty("name", name);
        resource.addProperty("bucket", bucket);
        resource.addProperty("generation", Long.toString(generation));
        resource.addProperty("metageneration", Long.toString(metageneration));
        resource.addProperty("storageClass", storageClass());
        resource.addProperty("size", Long.toString(content.bytes()));
        resource.addProperty("crc32c", content.checksums().crc32c());
        if (content.checksums().md5() != null) {
            resource.addProperty("md5Hash", content.checksums().md5());
        }
        if (components > 0) {
            resource.addProperty("componentCount", components);
        }
        resource.addProperty("etag", "G" + generation + "M" + metageneration);
        resource.addProperty("timeCreated", created.toString());
        resource.addProperty("updated", created.toString());
        return resource;
    }
}

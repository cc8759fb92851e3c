package io.penstock.benchmarks.upload;

import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.contender.Framework;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the configurations {@code contenders/…/upload.xml} are filled with, through system properties.
 *
 * @param store {@code s3}, {@code archive} (a directory) or {@code none}
 * @param bucket its name, or the directory
 * @param rotation size of a file
 * @param delete whether the local file goes once its object is registered
 */
public record UploadSettings(
        String store,
        String bucket,
        String endpoint,
        String accessKey,
        String secretKey,
        String rotation,
        String compression,
        boolean delete) {
    static final String BUCKET_PROPERTY = "bench.bucket";

    /** No upload: files stay where they were sealed. */
    public static UploadSettings none(String rotation) {
        return new UploadSettings("none", "unused", "", "", "", rotation, "none", true);
    }

    /** To a local server's bucket. */
    public static UploadSettings to(Bucket bucket, String rotation) {
        return new UploadSettings(
                "s3",
                bucket.name(),
                bucket.endpoint().toString(),
                bucket.accessKey(),
                bucket.secretKey(),
                rotation,
                "none",
                true);
    }

    /** To a directory. */
    public static UploadSettings to(Path directory, String rotation) {
        return new UploadSettings("archive", directory.toString(), "", "", "", rotation, "none", true);
    }

    /** The same, compressed. */
    public UploadSettings compressed(String how) {
        return new UploadSettings(store, bucket, endpoint, accessKey, secretKey, rotation, how, delete);
    }

    /** The same, with the local files kept. */
    public UploadSettings keeping() {
        return new UploadSettings(store, bucket, endpoint, accessKey, secretKey, rotation, compression, false);
    }

    /** The configuration of a framework that takes these settings. */
    public static URL configuration(Framework framework) {
        String path = "/contenders/" + framework.folder() + "/upload.xml";
        return Objects.requireNonNull(UploadSettings.class.getResource(path), path);
    }

    /** Options of the child JVM. */
    public List<String> jvmOptions() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("bench.s3", String.valueOf(store.equals("s3")));
        properties.put("bench.archive", String.valueOf(store.equals("archive")));
        properties.put(BUCKET_PROPERTY, bucket);
        properties.put("bench.endpoint", endpoint);
        properties.put("bench.accessKey", accessKey);
        properties.put("bench.secretKey", secretKey);
        properties.put("bench.rotation", rotation);
        properties.put("bench.compression", compression);
        properties.put("bench.deleteAfterUpload", String.valueOf(delete));
        List<String> options = new ArrayList<>();
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    boolean uploads() {
        return !store.equals("none");
    }
}

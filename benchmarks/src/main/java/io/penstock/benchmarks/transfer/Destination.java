package io.penstock.benchmarks.transfer;

import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a file goes, and in how many pieces at once.
 *
 * @param directory of the directory store
 * @param recipient age's, for those who encrypt
 */
public record Destination(Bucket bucket, Path directory, int partBytes, int concurrency, String recipient) {
    /** The options that give a child JVM this destination. */
    public List<String> toArguments() {
        return List.of(
                "--endpoint=" + bucket.endpoint(),
                "--bucket=" + bucket.name(),
                "--access-key=" + bucket.accessKey(),
                "--secret-key=" + bucket.secretKey(),
                "--store=" + directory,
                "--part-bytes=" + partBytes,
                "--concurrency=" + concurrency,
                "--recipient=" + recipient);
    }

    Destination forWarmup() {
        Bucket other = new Bucket(bucket.endpoint(), warmup(bucket.name()), bucket.accessKey(), bucket.secretKey());
        return new Destination(other, Path.of(warmup(directory.toString())), partBytes, concurrency, recipient);
    }

    URI endpoint() {
        return bucket.endpoint();
    }

    /** The bucket or directory that takes what is sent before the measured file. */
    public static String warmup(String name) {
        return name + "-warmup";
    }
}

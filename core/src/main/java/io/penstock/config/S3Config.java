package io.penstock.config;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of an S3 store.
 *
 * @param region null for the SDK's own chain
 * @param endpoint null for AWS
 * @param pathStyle bucket in the path, not in the host name
 * @param partBytes at least 5 MB, as S3 demands of all parts but the last
 * @param storageClass null for the bucket's default
 * @param kmsKeyId null for the bucket's default encryption
 * @param tags of every object
 * @param checksum when the SDK adds checksums of its own
 * @param credentials null for the SDK's default chain
 */
public record S3Config(
        String bucket,
        @Nullable String region,
        @Nullable URI endpoint,
        boolean pathStyle,
        int partBytes,
        int concurrency,
        @Nullable String storageClass,
        @Nullable String kmsKeyId,
        Map<String, String> tags,
        Checksum checksum,
        @Nullable Credentials credentials)
        implements StoreConfig {
    /** When the SDK adds checksums of its own: some stores refuse them. */
    public enum Checksum {
        /** {@link #WHEN_SUPPORTED} on AWS, {@link #WHEN_REQUIRED} on a custom endpoint. */
        AUTO,
        /** With every request that can carry one. */
        WHEN_SUPPORTED,
        /** Only where the operation demands one. */
        WHEN_REQUIRED
    }

    /** A key pair; {@link #toString} masks it. */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "Credentials[" + Secrets.MASK + "]";
        }
    }

    /** Copies the tags. */
    public S3Config {
        tags = Map.copyOf(tags);
    }
}

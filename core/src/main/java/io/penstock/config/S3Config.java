package io.penstock.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
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

    /** The most parts of one object. */
    static final int MOST_PARTS = 10_000;

    private static final ValueParser<Integer> PART_BYTES = SizeText.BYTES
            .where(bytes -> bytes >= 5 << 20 && bytes <= 1 << 30, "")
            .saying("must be from 5 MB to 1 GB")
            .map(Long::intValue);

    /** Copies the tags. */
    public S3Config {
        tags = Map.copyOf(tags);
    }

    static S3Config read(ElementReader upload) {
        return new S3Config(
                upload.require("bucket", StoreText.S3_BUCKET, ""),
                upload.read("region", StoreText.REGION, Optional.<String>empty())
                        .orElse(null),
                upload.read("endpoint", StoreText.ENDPOINT, Optional.<URI>empty())
                        .orElse(null),
                upload.read("pathStyle", WordText.BOOLEAN, false),
                upload.read("partSize", PART_BYTES, 8 << 20),
                upload.read("concurrency", StoreText.CONCURRENCY, 4),
                upload.read("storageClass", StoreText.OPTIONAL_WORD, Optional.<String>empty())
                        .orElse(null),
                upload.read("kmsKeyId", StoreText.OPTIONAL_WORD, Optional.<String>empty())
                        .orElse(null),
                upload.read("tags", StoreText.TAGS, Map.of()),
                upload.read("checksum", WordText.oneOf(Checksum.class), Checksum.AUTO),
                credentials(upload));
    }

    private static @Nullable Credentials credentials(ElementReader upload) {
        if (upload.has("accessKey") != upload.has("secretKey")) {
            upload.refuse("accessKey and secretKey are needed together; leave both out for the SDK's own credentials");
        }
        Optional<String> accessKey = upload.read("accessKey", StoreText.OPTIONAL_WORD, Optional.<String>empty());
        Optional<String> secretKey = upload.read("secretKey", StoreText.OPTIONAL_WORD, Optional.<String>empty());
        return accessKey.isPresent() && secretKey.isPresent()
                ? new Credentials(accessKey.get(), secretKey.get())
                : null;
    }
}

package io.penstock.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Google Cloud Storage.
 *
 * @param project null for the one of the credentials
 * @param endpoint null for Google's; with {@code http://} no credentials are sent
 * @param chunkBytes a multiple of 256 KB
 * @param storageClass null for the bucket's default
 * @param kmsKeyName null for the bucket's default encryption
 */
public record GcsConfig(
        String bucket,
        @Nullable String project,
        @Nullable URI endpoint,
        int chunkBytes,
        int concurrency,
        @Nullable String storageClass,
        @Nullable String kmsKeyName)
        implements StoreConfig {
    private static final int GRAIN_BYTES = 256 << 10;
    private static final ValueParser<Integer> CHUNK_BYTES = SizeText.BYTES
            .where(bytes -> bytes >= GRAIN_BYTES && bytes <= 1 << 30 && bytes % GRAIN_BYTES == 0, "")
            .saying("must be a multiple of 256 KB, from 256 KB to 1 GB")
            .map(Long::intValue);

    static GcsConfig read(ElementReader upload) {
        return new GcsConfig(
                upload.require("bucket", StoreText.GCS_BUCKET, ""),
                upload.read("project", StoreText.OPTIONAL_WORD, Optional.<String>empty())
                        .orElse(null),
                upload.read("endpoint", StoreText.ENDPOINT, Optional.<URI>empty())
                        .orElse(null),
                upload.read("chunkSize", CHUNK_BYTES, 16 << 20),
                upload.read("concurrency", StoreText.CONCURRENCY, 4),
                upload.read("storageClass", StoreText.OPTIONAL_WORD, Optional.<String>empty())
                        .orElse(null),
                upload.read("kmsKeyName", StoreText.OPTIONAL_WORD, Optional.<String>empty())
                        .orElse(null));
    }

    @Override
    public int partBytes() {
        return chunkBytes;
    }
}

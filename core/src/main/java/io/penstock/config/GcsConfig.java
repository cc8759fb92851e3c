package io.penstock.config;

import java.net.URI;
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
    @Override
    public int partBytes() {
        return chunkBytes;
    }
}

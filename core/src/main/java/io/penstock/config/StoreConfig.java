package io.penstock.config;

/** A destination of uploads. */
public sealed interface StoreConfig permits S3Config, GcsConfig, DirectoryConfig {
    /** Bytes in one part, and so the heap that one part in flight takes. */
    int partBytes();

    /** Parts in flight at once, over all files. */
    int concurrency();
}

package io.penstock.config;

/** A destination of uploads. */
public sealed interface StoreConfig permits S3Config, GcsConfig, DirectoryConfig {
    /** Begins the names of what is not finished yet, which stands beside the objects. */
    String UNFINISHED = ".penstock-";

    /** Bytes in one part, and so the heap that one part in flight takes. */
    int partBytes();

    /** Parts in flight at once, over all files. */
    int concurrency();
}

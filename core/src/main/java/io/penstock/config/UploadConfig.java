package io.penstock.config;

import java.util.List;

/**
 * Where sealed files go, and in what form.
 *
 * @param store the destination
 * @param prefix stands before every key; empty, or as written, a slash at its end included
 * @param keyPattern from a sealed file to the rest of its key
 * @param compression of the stored bytes
 * @param encryptTo age recipients, each able to read the objects alone; empty for no encryption
 * @param deleteAfterUpload whether the local file is deleted once its object is registered; else it moves to {@code archived/}
 * @param uploadOnStart whether files that dead processes left are uploaded
 * @param manifestPrefix stands before the keys of the manifest's objects; empty when the manifest stays in the spool
 */
public record UploadConfig(
        StoreConfig store,
        String prefix,
        KeyPattern keyPattern,
        Compression compression,
        List<String> encryptTo,
        boolean deleteAfterUpload,
        boolean uploadOnStart,
        String manifestPrefix) {
    /** What is done to the bytes before they are encrypted or stored. */
    public enum Compression {
        /** Nothing. */
        NONE,
        /** One gzip member, level 1. */
        GZIP,
        /** zstd level 1 in independent frames. */
        ZSTD
    }

    /** Copies the recipients. */
    public UploadConfig {
        encryptTo = List.copyOf(encryptTo);
    }
}

package io.penstock.config;

import static io.penstock.config.DirectoryConfig.MOST_NAME_BYTES;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

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
 * @param manifestPrefix stands before the keys, their prefix included, of the manifest's objects, and holds a slash, so that no object's key is like one of them; empty when the manifest stays in the spool
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

    private static final ValueParser<String> MANIFEST_PREFIX = KeyPath.PREFIX.where(
            prefix -> prefix.isEmpty() || prefix.contains("/"),
            "must hold a slash, as in manifest/, so that no object's key can be like those of the manifest");

    /** Copies the recipients. */
    public UploadConfig {
        encryptTo = List.copyOf(encryptTo);
    }

    static UploadConfig read(ElementReader upload, StoreConfig store) {
        UploadConfig config = new UploadConfig(
                store,
                upload.read("prefix", KeyPath.PREFIX, ""),
                upload.read("keyPattern", KeyPattern::parse, KeyPattern.DEFAULT),
                upload.read("compression", WordText.oneOf(Compression.class), Compression.NONE),
                upload.read("encryptTo", Recipients.LIST, List.of()),
                upload.read("deleteAfterUpload", WordText.BOOLEAN, true),
                upload.read("uploadOnStart", WordText.BOOLEAN, true),
                upload.read("manifestPrefix", MANIFEST_PREFIX, ""));
        config.checkLength(upload);
        return config;
    }

    private void checkLength(ElementReader upload) {
        int keyBytes = bytes(prefix) + keyPattern.longestBytes();
        String rule = " of up to %d bytes; at most " + KeyPattern.MOST_BYTES + " are allowed";
        if (keyBytes > KeyPattern.MOST_BYTES) {
            upload.refuseFirst(String.format("gives keys" + rule, keyBytes), "prefix", "keyPattern");
        } else if (bytes(manifestPrefix) + keyBytes > KeyPattern.MOST_BYTES) {
            upload.refuse(
                    "manifestPrefix",
                    String.format("gives the manifest keys" + rule, bytes(manifestPrefix) + keyBytes));
        }
    }

    /** In a directory each name in a key becomes a file's or a folder's, which have a bound of their own. */
    void checkNames(ElementReader upload, String host) {
        String rule = "gives %s names of up to %d bytes, compressed and encrypted; at most " + MOST_NAME_BYTES
                + " are allowed; put / between the tokens of keyPattern";
        String key = prefix + keyPattern.longest(host) + KeyPattern.LONGEST_SUFFIX;
        String manifestKey = manifestPrefix.isEmpty() ? "" : manifestPrefix + key + ".json";
        if (nameBytes(key) > MOST_NAME_BYTES) {
            upload.refuseFirst(String.format(rule, "file", nameBytes(key)), "keyPattern", "prefix");
        } else if (nameBytes(manifestKey) > MOST_NAME_BYTES) {
            upload.refuse("manifestPrefix", String.format(rule, "manifest file", nameBytes(manifestKey)));
        }
    }

    private static int nameBytes(String key) {
        return Stream.of(key.split("/")).mapToInt(UploadConfig::bytes).max().orElse(0);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

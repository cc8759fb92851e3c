package io.penstock.upload.directory;

import io.penstock.config.UploadConfig;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of a directory's files are ours, by their keys: objects, and the manifest's objects that tell of them.
 *
 * @param all matches the keys
 * @param folders below which all of them are, relative; empty for the root
 */
record OurKeys(Pattern all, List<String> folders) {
    static OurKeys of(UploadConfig config) {
        return of(config.prefix(), config.keyPattern().keys(), config.manifestPrefix());
    }

    /** @param rest what follows the prefix in an object's key */
    static OurKeys of(String prefix, Pattern rest, String manifestPrefix) {
        String object = Pattern.quote(prefix) + rest;
        if (manifestPrefix.isEmpty()) {
            return new OurKeys(Pattern.compile(object), List.of(folder(prefix)));
        }
        String manifest = Pattern.quote(manifestPrefix) + object + "\\.json";
        return new OurKeys(
                Pattern.compile(object + "|" + manifest), List.of(folder(prefix), folder(manifestPrefix + prefix)));
    }

    private static String folder(String prefix) {
        return prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
    }

    boolean matches(String key) {
        return all.matcher(key).matches();
    }
}

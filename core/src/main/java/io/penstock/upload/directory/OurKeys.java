package io.penstock.upload.directory;

import io.penstock.config.KeyPattern;
import java.util.regex.Pattern;

/**
 * Which of a directory's files are objects of ours, by their keys.
 *
 * @param prefix with which all of them begin
 * @param rest what follows
 */
record OurKeys(String prefix, Pattern rest) {
    static OurKeys of(String prefix, KeyPattern pattern) {
        return new OurKeys(prefix, pattern.keys());
    }

    boolean matches(String key) {
        return key.startsWith(prefix)
                && rest.matcher(key.substring(prefix.length())).matches();
    }

    /** The directory below which all of them are, relative; empty for the root. */
    String folder() {
        return prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
    }
}

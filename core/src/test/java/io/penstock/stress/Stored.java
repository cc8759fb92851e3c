package io.penstock.stress;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads objects back as a user would. */
final class Stored {
    private Stored() {}

    /** The object's bytes as they were in the file, by the ending of its key. */
    static byte[] plain(String key, byte[] stored) throws IOException {
        try (InputStream plain = plain(key, new ByteArrayInputStream(stored))) {
            return plain.readAllBytes();
        }
    }

    private static InputStream plain(String key, InputStream stored) throws IOException {
        return key.endsWith(".zst")
                ? new ZstdInputStream(stored)
                : key.endsWith(".gz") ? new GZIPInputStream(stored) : stored;
    }
}

package io.penstock.stress;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads objects back as a user would. */
final class Stored {
    private Stored() {}

    /** The object's bytes as they were in the file, by the ending of its key. */
    static byte[] plain(S3Client client, String key) throws IOException {
        byte[] stored =
                client.getObjectAsBytes(get -> get.bucket("logs").key(key)).asByteArray();
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

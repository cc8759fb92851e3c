package io.penstock.upload;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An object as its store describes it.
 *
 * @param size bytes
 * @param crc32c of all bytes, base64 of the big-endian value; null where the store does not report it
 * @param partsCrc32c of the parts' CRC32Cs, one after the other, as S3 composes them, without the number of parts; null likewise
 * @param etag without quotes; null where there is none
 */
public record StoredObject(
        long size,
        @Nullable String crc32c,
        @Nullable String partsCrc32c,
        @Nullable String etag) {
    /** A CRC32C as stores and the manifest write it: base64 of the big-endian value. */
    public static String base64(int crc32c) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(crc32c).array();
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package io.penstock.testing.gcs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The checksums that the service keeps of an object's bytes, in its spelling; a composed object has no MD5. */
record Checksums(String crc32c, @Nullable String md5) {
    static String base64(CRC32C crc32c) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc32c.getValue()).array());
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The service's check of what the sender says the bytes are. */
    void check(@Nullable String saidCrc32c, @Nullable String saidMd5) throws Refusal {
        refuseUnlessEqual("CRC32C", saidCrc32c, crc32c);
        refuseUnlessEqual("MD5 hash", saidMd5, md5);
    }

    private static void refuseUnlessEqual(String what, @Nullable String said, @Nullable String computed)
            throws Refusal {
        if (said != null && computed != null && !said.equals(computed)) {
            throw Refusal.badRequest("Provided " + what + " \"" + said + "\" doesn't match calculated " + what + " \""
                    + computed + "\".");
        }
    }
}

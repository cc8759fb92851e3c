package io.penstock.upload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** Parts for tests of stores, and what is known of their bytes. */
public final class TestParts {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final int SLACK = 7;

    private TestParts() {}

    /** A key that nobody has used, also when several runs share a bucket. */
    public static String newKey() {
        return "contract/" + ProcessHandle.current().pid() + "-" + KEYS.incrementAndGet();
    }

    /** A part of these bytes, in an array of its own that has more behind them. */
    public static Part part(int number, byte[] bytes, boolean withMd5) {
        byte[] array = Arrays.copyOf(bytes, bytes.length + SLACK);
        Arrays.fill(array, bytes.length, array.length, (byte) '!');
        return new Part(number, array, bytes.length, crc32c(bytes), withMd5 ? md5(bytes) : null);
    }

    /** The same bytes for the same seed. */
    public static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** All of them, one after the other. */
    public static byte[] joined(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** As stores report it. */
    public static String crc32cBase64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bigEndian(crc32c(bytes)));
    }

    /** As S3 composes it, without the number of parts. */
    public static String partsCrc32cBase64(List<byte[]> parts) {
        var each = new ByteArrayOutputStream();
        parts.forEach(part -> each.writeBytes(bigEndian(crc32c(part))));
        return crc32cBase64(each.toByteArray());
    }

    private static int crc32c(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] bigEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}

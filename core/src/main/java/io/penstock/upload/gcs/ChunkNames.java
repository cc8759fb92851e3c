package io.penstock.upload.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.config.StoreConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of the temporary objects of one attempt at a key.
 *
 * <pre>
 *   logs/pay_17.log     →  logs/.penstock-5f1d…(32 hex of the key's SHA-256)-9c…(16 random hex)-0-00042.chunk
 * </pre>
 *
 * They stand beside the object, so that rights given by prefix cover them; begin with a dot, so that readers of partitioned folders pass them over; end in {@code .chunk}, for
 * a lifecycle rule by suffix; are known from the key alone, so that they are found after a crash; and differ between attempts, so that none takes another's.
 */
record ChunkNames(String attempt) {
    private static final int HASH_CHARS = 32;
    private static final int OWN_CHARS = 96;
    private static final int MOST_NAME_BYTES = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ChunkNames next(String key) {
        return new ChunkNames(ofKey(key) + HexFormat.of().toHexDigits(RANDOM.nextLong()) + "-");
    }

    /** What the names of all attempts at a key begin with, and no others. */
    static String ofKey(String key) {
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        // a folder that leaves no room for a name of ours: the bucket's root takes its chunks
        boolean fits = folder.getBytes(UTF_8).length + OWN_CHARS <= MOST_NAME_BYTES;
        return (fits ? folder : "") + StoreConfig.UNFINISHED + hash(key) + "-";
    }

    /** @param level 0 for a part, more for what was composed of the level below */
    String name(int level, int number) {
        return attempt + level + "-" + String.format(Locale.ROOT, "%05d", number) + ".chunk";
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

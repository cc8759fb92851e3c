package io.penstock.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that an upload stores, as their store may describe them: recorded before the upload is completed, compared afterwards (I11, I12).
 *
 * @param storedSize bytes
 * @param crc32c of all bytes, base64
 * @param partsCrc32c of the parts' CRC32Cs, one after the other, base64
 * @param etag of MD5s, as S3 makes it; null where none were computed
 */
record Fingerprint(
        long storedSize,
        String crc32c,
        String partsCrc32c,
        @Nullable String etag) {
    private enum Match {
        SAME,
        OTHER,
        /** The store reports no checksum to tell by. */
        UNKNOWN
    }

    static String base64(CRC32C checksum) {
        return StoredObject.base64((int) checksum.getValue());
    }

    /** Which of those that can be there is: by what the store reports; where it reports too little, by reading back. */
    static Optional<Fingerprint> among(
            Collection<Fingerprint> possible, ObjectStore store, String key, StoredObject there) throws IOException {
        boolean unknown = false;
        for (Fingerprint one : possible) {
            Match match = one.match(there);
            if (match == Match.SAME) {
                return Optional.of(one);
            }
            unknown |= match == Match.UNKNOWN;
        }
        return unknown ? readBack(possible, store, key) : Optional.empty();
    }

    private Match match(StoredObject there) {
        if (there.size() != storedSize) {
            return Match.OTHER;
        }
        if (there.crc32c() != null) {
            return there.crc32c().equals(crc32c) ? Match.SAME : Match.OTHER;
        }
        if (there.partsCrc32c() != null && there.partsCrc32c().equals(partsCrc32c)) {
            return Match.SAME;
        }
        // another ETag says little: encrypted objects have one that is no MD5, and stores may cut parts as they like
        return etag != null && etag.equals(there.etag()) ? Match.SAME : Match.UNKNOWN;
    }

    private static Optional<Fingerprint> readBack(Collection<Fingerprint> possible, ObjectStore store, String key)
            throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = store.read(key)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                size += n;
            }
        }
        long bytes = size;
        String crc32c = base64(crc);
        return possible.stream()
                .filter(one -> one.storedSize == bytes && one.crc32c.equals(crc32c))
                .findFirst();
    }
}

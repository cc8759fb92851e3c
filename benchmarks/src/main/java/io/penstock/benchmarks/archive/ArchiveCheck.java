package io.penstock.benchmarks.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** Reads every object back, as its plain file, and compares it with its line of the manifest. */
public final class ArchiveCheck {
    private final ObjectSource source;
    private final Decoder decoder;
    private final Path restored;

    /** @param restored gets the plain files, under the names that they had when they were sealed */
    public ArchiveCheck(ObjectSource source, Decoder decoder, Path restored) {
        this.source = source;
        this.decoder = decoder;
        this.restored = restored;
    }

    /** Compares all objects with these lines; what does not match is in the result, not thrown. */
    public Archived compare(List<ManifestLine> manifest) throws IOException {
        Files.createDirectories(restored);
        Map<String, Long> stored = source.list();
        Set<String> unregistered = new HashSet<>(stored.keySet());
        Set<String> seenFiles = new HashSet<>();
        List<String> problems = new ArrayList<>();
        long storedBytes = 0;
        long plainBytes = 0;
        for (ManifestLine line : manifest) {
            unregistered.remove(line.key());
            if (!seenFiles.add(line.file())) {
                problems.add(line.file() + " is in the manifest twice");
            } else if (!stored.containsKey(line.key())) {
                problems.add(line.key() + " is in the manifest and not in the store");
            } else {
                storedBytes += stored.get(line.key());
                plainBytes += line.size();
                problems.addAll(restore(line));
            }
        }
        unregistered.forEach(key -> problems.add(key + " is in the store and not in the manifest"));
        return new Archived(stored.size(), storedBytes, plainBytes, problems);
    }

    private List<String> restore(ManifestLine line) throws IOException {
        Path plain = restored.resolve(line.file());
        Summed summed = new Summed(source.open(line.key()));
        try (InputStream decoded = decoder.decode(summed, line.compression(), line.encryption())) {
            Files.copy(decoded, plain);
            summed.transferTo(OutputStream.nullOutputStream());
        }
        List<String> problems = new ArrayList<>();
        if (summed.bytes != line.storedSize() || !summed.crc32c().equals(line.crc32c())) {
            problems.add("%s has %d bytes, CRC32C %s; the manifest says %d, %s"
                    .formatted(line.key(), summed.bytes, summed.crc32c(), line.storedSize(), line.crc32c()));
        }
        if (Files.size(plain) != line.size()) {
            problems.add("%s decodes to %d bytes; the manifest says %d"
                    .formatted(line.key(), Files.size(plain), line.size()));
        }
        return problems;
    }

    /** Counts and sums what passes. */
    private static final class Summed extends FilterInputStream {
        private final CRC32C sum = new CRC32C();
        private long bytes;

        Summed(InputStream in) {
            super(in);
        }

        String crc32c() {
            byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) sum.getValue())
                    .array();
            return Base64.getEncoder().encodeToString(bigEndian);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                sum.update(buffer, offset, read);
                bytes += read;
            }
            return read;
        }
    }
}

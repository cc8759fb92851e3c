package io.penstock.testing.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What one start of an appender has uploaded from a spool, by the manifest and by the bucket. */
public record Archive(Path spool, LocalBucket bucket) {
    /** From an object's bytes in a file to plain ones in another, which is new. */
    public interface Reader {
        void read(Path stored, Path plain) throws Exception;
    }

    /** What waits in the spool, and what uploaders have noted, begun or claimed there: nothing once all is done and they have ended. */
    public List<String> undone() throws IOException {
        List<String> undone = new ArrayList<>(names(spool.resolve("sealed")));
        for (String name : names(spool.resolve(".penstock"))) {
            boolean sidecar = name.endsWith(".json") && !isKept(name);
            if (sidecar || name.endsWith(".upload") || name.startsWith("upload-")) {
                undone.add(name);
            }
        }
        return undone;
    }

    private boolean isKept(String sidecar) {
        return Files.exists(spool.resolve("archived").resolve(sidecar.replaceFirst("\\.json$", "")));
    }

    /**
     * I11, I12: each object has one line in the manifest, and is as long as that says, with that checksum; read back it is as long as its file was and holds as many lines as there were records. The
     * files of an event are numbered without a gap.
     *
     * @param folder becomes a spool again, of what is in the bucket alone: sealed files, with the manifest's lines for sidecars
     */
    public void restore(Path folder, Reader reader) throws Exception {
        List<ManifestLine> manifest = ManifestLine.readAll(spool).stream()
                .sorted(Comparator.comparingLong(line -> line.number("sequence")))
                .toList();
        Map<String, Long> objects = bucket.list();
        assertThat(manifest).extracting(line -> line.get("key")).containsExactlyInAnyOrderElementsOf(objects.keySet());
        Path stored = Files.createDirectories(folder.resolve("stored"));
        Path sealed = Files.createDirectories(folder.resolve("sealed"));
        Path sidecars = Files.createDirectories(folder.resolve(".penstock"));
        Map<String, ManifestLine> last = new HashMap<>();
        for (ManifestLine line : manifest) {
            String name = line.get("file");
            assertFollows(last.put(line.get("event"), line), line);
            bucket.fetch(line.get("key"), stored.resolve(name));
            assertThat(objects.get(line.get("key"))).as(line.text()).isEqualTo(line.number("storedSize"));
            assertStored(line, Files.readAllBytes(stored.resolve(name)));
            reader.read(stored.resolve(name), sealed.resolve(name));
            assertPlain(line, Files.readAllBytes(sealed.resolve(name)));
            Files.writeString(sidecars.resolve(name + ".json"), line.text());
        }
    }

    private static void assertFollows(@Nullable ManifestLine before, ManifestLine line) {
        assertThat(line.number("sequence"))
                .as(line.text())
                .isEqualTo(before == null ? 1 : before.number("sequence") + 1);
        assertThat(line.get("previous")).as(line.text()).isEqualTo(before == null ? "null" : before.get("file"));
    }

    private static void assertStored(ManifestLine line, byte[] stored) {
        CRC32C crc = new CRC32C();
        crc.update(stored);
        byte[] bigEndian =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        assertThat(stored.length).as(line.text()).isEqualTo(line.number("storedSize"));
        assertThat(Base64.getEncoder().encodeToString(bigEndian))
                .as(line.text())
                .isEqualTo(line.get("crc32c"));
    }

    private static void assertPlain(ManifestLine line, byte[] plain) {
        long records = 0;
        for (byte value : plain) {
            records += value == '\n' ? 1 : 0;
        }
        assertThat(plain.length).as(line.text()).isEqualTo(line.number("size"));
        assertThat(records).as(line.text()).isEqualTo(line.number("records"));
    }

    /** I2, where {@code deleteAfterUpload="false"} kept them: what was restored is every sealed file, byte for byte. */
    public void assertSameAsKept(Path folder) throws IOException {
        List<String> kept = names(spool.resolve("archived"));
        assertThat(kept).isNotEmpty().isEqualTo(names(folder.resolve("sealed")));
        for (String name : kept) {
            Path file = spool.resolve("archived").resolve(name);
            assertThat(Files.mismatch(file, folder.resolve("sealed").resolve(name)))
                    .as("first byte of %s that differs from its object", file)
                    .isEqualTo(-1);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

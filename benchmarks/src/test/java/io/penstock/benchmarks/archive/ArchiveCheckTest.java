package io.penstock.benchmarks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader must see what an upload can do wrong (I11, I12), or its tables mean nothing. */
class ArchiveCheckTest {
    @TempDir
    Path directory;

    private Path store;
    private Path restored;
    private final List<ManifestLine> manifest = new ArrayList<>();

    @BeforeEach
    void storeTwoFiles() throws IOException {
        store = Files.createDirectory(directory.resolve("store"));
        restored = directory.resolve("restored");
        store("payment_1.log", "none", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        store("payment_2.log", "zstd", "three\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void objectsThatMatchTheManifestComeBackAsTheFilesTheyWere() throws Exception {
        Archived archived = compare();

        assertThat(archived.problems()).isEmpty();
        assertThat(archived.objects()).isEqualTo(2);
        assertThat(archived.plainBytes()).isEqualTo(14);
        assertThat(restored.resolve("payment_1.log")).hasContent("one\ntwo\n");
        assertThat(restored.resolve("payment_2.log")).hasContent("three\n");
    }

    @Test
    void aChangedByteIsSeen() throws Exception {
        Files.writeString(store.resolve("payment_1.log"), "one\ntwO\n");

        assertThat(compare().problems()).singleElement().asString().contains("payment_1.log", "CRC32C");
    }

    @Test
    void anObjectThatIsGoneIsSeen() throws Exception {
        Files.delete(store.resolve("payment_2.log"));

        assertThat(compare().problems()).containsExactly("payment_2.log is in the manifest and not in the store");
    }

    @Test
    void anObjectThatNobodyRegisteredIsSeen() throws Exception {
        Files.writeString(store.resolve("payment_3.log"), "four\n");

        assertThat(compare().problems()).containsExactly("payment_3.log is in the store and not in the manifest");
    }

    @Test
    void aFileThatIsRegisteredTwiceIsSeen() throws Exception {
        manifest.add(manifest.get(0));

        assertThat(compare().problems()).containsExactly("payment_1.log is in the manifest twice");
    }

    private Archived compare() throws IOException {
        return new ArchiveCheck(new DirectoryObjects(store), new Decoder(""), restored).compare(manifest);
    }

    private void store(String name, String compression, byte[] plain) throws IOException {
        byte[] stored = compression.equals("zstd") ? Zstd.compress(plain, 1) : plain;
        Files.write(store.resolve(name), stored);
        CRC32C sum = new CRC32C();
        sum.update(stored);
        String crc32c = Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) sum.getValue())
                        .array());
        manifest.add(new ManifestLine(
                "payment", name, plain.length, stored.length, crc32c, compression, "none", 1, "", "", name));
    }
}

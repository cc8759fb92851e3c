package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.testing.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I13: what an upload takes of the heap depends on parts and concurrency, and not on the file. */
@Tag("long")
class LargeUploadIT {
    private static final long FILE_BYTES = 2L << 30;
    private static final String NAME = "payment_2026-01-02_03-04-05.log";

    @TempDir
    Path directory;

    @Test
    void aFileOfTwoGigabytesGoesThroughAHeapOf128Megabytes() throws Exception {
        Path spool = directory.resolve("spool");
        leaveFile(spool);
        try (LocalS3 server = LocalS3.start(
                Files.createDirectory(directory.resolve("store")), List.of("-Xmx256m", "-XX:+UseParallelGC"))) {
            server.createBucket("logs");
            ChildJvm.of(
                            UploadScenario.class,
                            "upload",
                            spool.toString(),
                            server.endpoint().toString(),
                            server.accessKey(),
                            server.secretKey(),
                            "none",
                            "4")
                    .options("-Xmx128m")
                    .run(directory.resolve("child.err"));
        }

        List<String> manifest = Files.readAllLines(spool.resolve(".penstock/manifest.jsonl"));
        assertThat(manifest)
                .singleElement()
                .asString()
                .contains("\"storedSize\":" + FILE_BYTES + ",")
                .contains("\"crc32c\":\"" + crc32cOfZeroes() + "\"");
        assertThat(spool.resolve("sealed").resolve(NAME)).doesNotExist();
    }

    /** As a process of before left it; a sparse file is as long to read as any other, and takes no room. */
    private static void leaveFile(Path spool) throws IOException {
        Files.createDirectories(spool.resolve("sealed"));
        Files.createDirectories(spool.resolve(".penstock"));
        try (FileChannel file = FileChannel.open(
                spool.resolve("sealed").resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), FILE_BYTES - 1);
        }
        Files.writeString(
                spool.resolve(".penstock").resolve(NAME + ".json"),
                "{\"event\":\"payment\",\"host\":\"h\",\"start\":\"dead0\",\"sequence\":1,\"previous\":null,\"records\":1,"
                        + "\"earliest\":\"2026-01-02T03:04:05Z\",\"latest\":\"2026-01-02T03:04:06Z\",\"headerBytes\":0}\n");
    }

    private static String crc32cOfZeroes() {
        CRC32C crc = new CRC32C();
        byte[] zeroes = new byte[1 << 20];
        for (long done = 0; done < FILE_BYTES; done += zeroes.length) {
            crc.update(zeroes);
        }
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }
}

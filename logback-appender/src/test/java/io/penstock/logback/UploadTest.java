package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.s3server.LocalS3;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.archive.AgeKey;
import io.penstock.testing.archive.Archive;
import io.penstock.testing.archive.LocalBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a logger to objects: small ones, and of one event large ones. */
class UploadTest {
    private static final int THREADS = 2;

    private static LocalS3 server;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer(@TempDir Path store) throws Exception {
        server = LocalS3.start(store);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** I1, I2, I3, I11, I12, in one piece and in parts. */
    @Test
    void theObjectsAreTheSealedFilesAndHoldEveryRecord() throws Exception {
        try (LocalBucket bucket = new LocalBucket(server, "plain")) {
            String settings = settings("1 MB", "5.5 MB", bucket, "");
            logAndRestore(50_000, new Archive(spool(), bucket), settings, Files::copy);
        }
    }

    /** The same for frames of zstd within age, and nobody needs Penstock to read what it has stored. */
    @Test
    @RequiresCommand({"age", "age-keygen", "zstd"})
    void ageAndZstdMakeTheSealedFilesOfTheObjects() throws Exception {
        AgeKey key = AgeKey.in(folder);
        try (LocalBucket bucket = new LocalBucket(server, "secret")) {
            String form = "<compression>zstd</compression><encryptTo>" + key.recipient() + "</encryptTo>";
            String settings = settings("512 KB", "1.5 MB", bucket, form);
            logAndRestore(20_000, new Archive(spool(), bucket), settings, key::readZstd);
        }
    }

    private void logAndRestore(int rounds, Archive archive, String settings, Archive.Reader reader) throws Exception {
        try (Logging logging = Logging.with(archive.spool(), settings)) {
            new Load(logging, THREADS, rounds).join();
            assertThat(logging.errors()).isEmpty();
        }
        // a context that stops does not wait for its uploads
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(archive.undone()).isEmpty());

        Path restored = folder.resolve("restored");
        archive.restore(restored, reader);
        archive.assertSameAsKept(restored);
        List<Integer> all = IntStream.range(0, rounds).boxed().toList();
        Map<String, List<Integer>> landed = Load.readBack(restored);
        assertThat(landed).hasSize(THREADS * Load.EVENTS.size());
        landed.forEach(
                (key, sequences) -> assertThat(sequences.equals(all)).as(key).isTrue());
        assertThat(new SpoolReader(restored).sealed("audit")).hasSizeGreaterThan(3);
        assertThat(new SpoolReader(restored).sealed("payment")).hasSize(2);
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private static String settings(String rotation, String ofPayment, LocalBucket bucket, String form) {
        String elements = bucket.settings().entrySet().stream()
                .map(setting -> "<" + setting.getKey() + ">" + setting.getValue() + "</" + setting.getKey() + ">")
                .collect(Collectors.joining());
        return """
                <rotation><size>%s</size></rotation>
                <override><name>payment</name><rotation><size>%s</size></rotation></override>
                <s3Upload><deleteAfterUpload>false</deleteAfterUpload>%s%s</s3Upload>
                """.formatted(rotation, ofPayment, elements, form);
    }
}

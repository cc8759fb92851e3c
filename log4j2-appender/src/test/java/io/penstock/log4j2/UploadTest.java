package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.archive.AgeKey;
import io.penstock.testing.archive.Archive;
import io.penstock.testing.archive.LocalBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a logger to objects: small ones, and of one event large ones. */
class UploadTest {
    private static final List<String> EVENTS = List.of("audit", "login", "payment");

    private static LocalS3 server;

    @TempDir
    Path folder;

    private final StatusReports reports = StatusReports.open();

    @BeforeAll
    static void startServer(@TempDir Path store) throws Exception {
        server = LocalS3.start(store);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void close() {
        reports.end();
    }

    /** I1, I2, I3, I11, I12, in one piece and in parts. */
    @Test
    void theObjectsAreTheSealedFilesAndHoldEveryRecord() throws Exception {
        try (LocalBucket bucket = new LocalBucket(server, "plain")) {
            String elements = elements("1 MB", "5.5 MB", bucket, "");
            logAndRestore(new Load(2, 80_000, EVENTS), new Archive(spool(), bucket), elements, Files::copy);
        }
    }

    /** The same for frames of zstd within age, and nobody needs Penstock to read what it has stored. */
    @Test
    @RequiresCommand({"age", "age-keygen", "zstd"})
    void ageAndZstdMakeTheSealedFilesOfTheObjects() throws Exception {
        AgeKey key = AgeKey.in(folder);
        try (LocalBucket bucket = new LocalBucket(server, "secret")) {
            String form = " compression='zstd' encryptTo='" + key.recipient() + "'";
            String elements = elements("512 KB", "1.5 MB", bucket, form);
            logAndRestore(new Load(2, 40_000, EVENTS), new Archive(spool(), bucket), elements, key::readZstd);
        }
    }

    private void logAndRestore(Load load, Archive archive, String elements, Archive.Reader reader) throws Exception {
        String events = TestContext.events(archive.spool(), "shutdownTimeout='2 m'", elements);
        try (TestContext test = TestContext.start(folder, events)) {
            load.run(test.logger());
        }

        assertThat(reports.ourErrors()).isEmpty();
        assertThat(archive.undone()).isEmpty();
        Path restored = folder.resolve("restored");
        archive.restore(restored, reader);
        archive.assertSameAsKept(restored);
        load.assertAllLanded(Landed.in(restored));
        assertThat(Landed.in(restored).files("audit")).hasSizeGreaterThan(3);
        assertThat(Landed.in(restored).files("payment")).hasSize(2);
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private static String elements(String rotation, String ofPayment, LocalBucket bucket, String form) {
        String attributes = bucket.settings().entrySet().stream()
                .map(setting -> " " + setting.getKey() + "='" + setting.getValue() + "'")
                .collect(Collectors.joining());
        return "<EventRotation size='" + rotation + "'/>"
                + "<EventOverride name='payment'><EventRotation size='" + ofPayment + "'/></EventOverride>"
                + "<S3Upload deleteAfterUpload='false'" + attributes + form + "/>";
    }
}

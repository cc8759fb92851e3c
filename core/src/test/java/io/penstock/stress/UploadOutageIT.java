package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.s3server.LocalS3;
import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.config.ElementKind;
import io.penstock.config.RawElement;
import io.penstock.testing.archive.Archive;
import io.penstock.testing.archive.LocalBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I1, I11, I12: the server dies while files are on their way and threads log, and comes back. */
class UploadOutageIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int THREADS = 2;
    private static final long MOST_BEFORE = 200_000;

    @TempDir
    Path directory;

    private final Told told = new Told();
    /** Rounds that the load may log: one record of each event. */
    private final Semaphore rounds = new Semaphore(0);

    private final Load load = new Load(THREADS, "payment", "login");
    private volatile boolean enough;
    private LocalS3 server;
    private LocalBucket bucket;
    private Archive archive;
    private Penstock penstock;

    @BeforeEach
    void start() throws Exception {
        server = LocalS3.start(Files.createDirectory(directory.resolve("store")));
        bucket = new LocalBucket(server, "logs");
        archive = new Archive(directory.resolve("spool"), bucket);
        penstock = open();
        load.extra = number -> 900 + number % 97;
        load.start(penstock, Integer.MAX_VALUE, () -> {
            rounds.acquireUninterruptibly();
            return enough;
        });
    }

    /** Files of {@code payment} go in two parts, those of {@code login} in one piece. */
    private Penstock open() throws IOException {
        RawElement upload = RawElement.of(ElementKind.S3_UPLOAD);
        for (Map.Entry<String, String> setting : bucket.settings().entrySet()) {
            upload = upload.with(setting.getKey(), setting.getValue());
        }
        RawElement large = RawElement.of(ElementKind.OVERRIDE)
                .with("name", "payment")
                .child(RawElement.of(ElementKind.ROTATION).with("size", "8 MB"));
        Setup setup = Setup.in(archive.spool()).rotation("size", "512 KB");
        return new Setup(setup.appender().child(upload).child(large), setup.buffer(), setup.rotation()).open(told);
    }

    @AfterEach
    void end() throws Exception {
        endLoad();
        penstock.close(Duration.ofSeconds(10));
        bucket.close();
        server.close();
    }

    @Test
    void anOutageCostsNoRecordAndLeavesNothingBehind() throws Exception {
        logUntilPartsAreOnTheirWay();
        rounds.release(2_000);
        server.stop();
        awaitLogged();
        await().atMost(LONG).until(() -> total("uploadRetries") >= 3);

        long sealed = total("sealedFiles");
        long uploaded = total("uploaded");
        rounds.release(10_000);
        awaitLogged();
        await().atMost(LONG).until(() -> total("sealedFiles") >= sealed + 15);
        assertThat(total("uploaded")).isEqualTo(uploaded);
        assertThat(total("waitingFiles")).isGreaterThanOrEqualTo(15);

        rounds.release(2_000);
        server.restart();
        awaitLogged();
        endLoad();
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertNothingIsMissing();
    }

    private void logUntilPartsAreOnTheirWay() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (rounds.availablePermits() == 0 && total("accepted") < MOST_BEFORE) {
                rounds.release(250);
            }
            return !bucket.unfinished().isEmpty();
        });
    }

    private void awaitLogged() {
        await().atMost(LONG).until(() -> rounds.availablePermits() == 0 && rounds.getQueueLength() == THREADS);
    }

    private void assertNothingIsMissing() throws Exception {
        load.assertCounted(penstock.stats().total());
        assertThat(load.count(Append.ACCEPTED)).as("%s", told).isEqualTo(load.attempted());
        for (String lost : List.of("lostTorn", "lostRetention", "lostWrite", "waitingFiles", "uploadFailures")) {
            assertThat(total(lost)).as(lost).isZero();
        }
        assertThat(total("uploaded")).isEqualTo(total("sealedFiles"));
        assertThat(bucket.unfinished()).isEmpty();
        assertThat(archive.undone()).isEmpty();
        Path restored = directory.resolve("restored");
        archive.restore(restored, Files::copy);
        load.assertLanded(restored);
    }

    private void endLoad() throws InterruptedException {
        enough = true;
        rounds.release(THREADS);
        load.join();
    }

    private long total(String name) {
        return penstock.stats().total().get(name);
    }
}

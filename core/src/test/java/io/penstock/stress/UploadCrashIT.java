package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.testing.ChildJvm;
import io.penstock.testing.Fault;
import io.penstock.testing.FaultProxy;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.Rule;
import io.penstock.testing.archive.Archive;
import io.penstock.testing.archive.LocalBucket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I11, I12: a process that uploads is killed at one step after the other, and another goes on. Then every sealed file is one object, byte for byte, with one line in the manifest, and nothing is left:
 * no file, no note, no part.
 */
@Tag("long")
class UploadCrashIT {
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    private static Path shared;

    private static LocalS3 server;

    @TempDir
    Path directory;

    private FaultProxy proxy;
    private LocalBucket bucket;
    private Path spool;

    @BeforeAll
    static void sealFiles() throws Exception {
        server = LocalS3.start(Files.createDirectory(shared.resolve("store")));
        ChildJvm.of(UploadScenario.class, "write", shared.resolve("spool").toString())
                .run(shared.resolve("write.err"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startClean() throws Exception {
        proxy = FaultProxy.before(server.endpoint());
        bucket = new LocalBucket(server, "logs");
        spool = directory.resolve("spool");
        copy(shared.resolve("spool"), spool);
    }

    @AfterEach
    void emptyBucket() throws Exception {
        bucket.empty();
        bucket.close();
        proxy.close();
    }

    /** Killed while a request is on its way: before the store has it, or after the store has done it and before the answer. */
    @ParameterizedTest
    @CsvSource({
        "none, POST .*uploads, true",
        "none, PUT .*partNumber=2, false",
        "none, POST .*uploadId=, false",
        "none, POST .*uploadId=, true",
        "gzip, PUT .*/small_, false",
        "zstd, PUT .*/big_, true",
        "none, HEAD .*/big_, true"
    })
    void killedAtARequest(String compression, String request, boolean done) throws Exception {
        CompletableFuture<Process> child = new CompletableFuture<>();
        proxy.add(
                Rule.once(request, new Fault.Meanwhile(done, () -> child.join().destroyForcibly())));
        child.complete(upload(compression, proxy.endpoint(), List.of()));

        assertThat(exit(child.join())).as("killed; it said: %s", said()).isEqualTo(128 + 9);
        goOnAndCheck(compression);
    }

    /** Killed at a step on the disk, before it is done: a note, the manifest's line, the file's end, the sidecar's, the note's. */
    @ParameterizedTest
    @CsvSource({"rename, 2", "rename, 3", "fsync, 3", "unlink, 2", "unlink, 4"})
    @RequiresCommand("strace")
    void killedAtAStepOnTheDisk(String call, int when) throws Exception {
        List<String> strace = List.of(
                "strace",
                "-f",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + call,
                "-e",
                "inject=" + call + ":signal=SIGKILL:when=" + when);
        Process child = upload("none", server.endpoint(), strace);

        assertThat(exit(child)).as("killed; it said: %s", said()).isEqualTo(128 + 9);
        goOnAndCheck("none");
    }

    private Process upload(String compression, URI endpoint, List<String> under) throws IOException {
        // strace counts the calls of each thread by themselves, so there is to be one thread that makes them
        String concurrency = under.isEmpty() ? "4" : "1";
        Process child = ChildJvm.of(
                        UploadScenario.class,
                        "upload",
                        spool.toString(),
                        endpoint.toString(),
                        server.accessKey(),
                        server.secretKey(),
                        compression,
                        concurrency)
                .options("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .under(under)
                .start(directory.resolve("child.err"));
        child.getOutputStream().close();
        return child;
    }

    private static int exit(Process child) throws InterruptedException {
        try {
            assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            return child.exitValue();
        } finally {
            child.destroyForcibly();
        }
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("child.err"));
    }

    private void goOnAndCheck(String compression) throws Exception {
        Process next = upload(compression, server.endpoint(), List.of());
        assertThat(exit(next)).as("the next process; it said: %s", said()).isZero();

        Map<String, Long> objects = bucket.list();
        List<String> manifest = Files.readAllLines(spool.resolve(".penstock/manifest.jsonl"));
        assertThat(objects).hasSize(UploadScenario.EVENTS.size());
        assertThat(manifest).hasSize(UploadScenario.EVENTS.size());
        for (String event : UploadScenario.EVENTS) {
            String key = objects.keySet().stream()
                    .filter(one -> one.startsWith(event + "_"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Stored.plain(key, bucket.bytes(key))).isEqualTo(UploadScenario.content(event));
            assertThat(manifest)
                    .filteredOn(line -> line.contains("\"key\":\"" + key + "\""))
                    .singleElement()
                    .asString()
                    .contains("\"storedSize\":" + objects.get(key) + ",")
                    .contains("\"records\":" + UploadScenario.records(event) + ",");
        }
        assertThat(bucket.unfinished()).isEmpty();
        assertThat(new Archive(spool, bucket).undone()).isEmpty();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : new ArrayList<>(files.toList())) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}

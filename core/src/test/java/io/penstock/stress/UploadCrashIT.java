package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.testing.ChildJvm;
import io.penstock.testing.Fault;
import io.penstock.testing.FaultProxy;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.Rule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * I11, I12: a process that uploads is killed at one step after the other, and another goes on. Then every sealed file is one object, byte for byte, with one line in the manifest, and nothing is left:
 * no file, no note, no part.
 */
@Tag("long")
class UploadCrashIT {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private static Path shared;

    private static LocalS3 server;

    @TempDir
    Path directory;

    private FaultProxy proxy;
    private S3Client client;
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
        server.createBucket("logs");
        proxy = FaultProxy.before(server.endpoint());
        client = client(server.endpoint());
        spool = directory.resolve("spool");
        copy(shared.resolve("spool"), spool);
    }

    @AfterEach
    void emptyBucket() throws Exception {
        client.listMultipartUploads(list -> list.bucket("logs"))
                .uploads()
                .forEach(upload -> client.abortMultipartUpload(
                        abort -> abort.bucket("logs").key(upload.key()).uploadId(upload.uploadId())));
        objects()
                .forEach(object ->
                        client.deleteObject(delete -> delete.bucket("logs").key(object.key())));
        client.close();
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
        AtomicReference<Process> child = new AtomicReference<>();
        proxy.add(Rule.once(request, new Fault.Meanwhile(done, () -> child.get().destroyForcibly())));
        child.set(upload(compression, proxy.endpoint(), List.of()));

        assertThat(exit(child.get())).as("killed; it said: %s", said()).isEqualTo(128 + 9);
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

        List<S3Object> objects = objects();
        List<String> manifest = Files.readAllLines(spool.resolve(".penstock/manifest.jsonl"));
        assertThat(objects).hasSize(UploadScenario.EVENTS.size());
        assertThat(manifest).hasSize(UploadScenario.EVENTS.size());
        for (String event : UploadScenario.EVENTS) {
            S3Object object = objects.stream()
                    .filter(one -> one.key().startsWith(event + "_"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Stored.plain(client, object.key())).isEqualTo(UploadScenario.content(event));
            assertThat(manifest)
                    .filteredOn(line -> line.contains("\"key\":\"" + object.key() + "\""))
                    .singleElement()
                    .asString()
                    .contains("\"storedSize\":" + object.size() + ",")
                    .contains("\"records\":" + UploadScenario.records(event) + ",");
        }
        assertThat(client.listMultipartUploads(list -> list.bucket("logs")).uploads())
                .isEmpty();
        assertThat(names(spool.resolve("sealed"))).isEmpty();
        assertThat(names(spool.resolve(".penstock")))
                .noneMatch(name -> name.endsWith(".upload") || name.endsWith(".json") || name.startsWith("upload-"));
    }

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build();
    }

    private List<S3Object> objects() {
        return client.listObjectsV2(list -> list.bucket("logs")).contents();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : new ArrayList<>(files.toList())) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}

package io.penstock.upload.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.example.s3server.LocalS3;
import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Checksum;
import io.penstock.config.S3Config.Credentials;
import io.penstock.testing.Fault;
import io.penstock.testing.Fault.Answer;
import io.penstock.testing.Fault.Connection;
import io.penstock.testing.FaultProxy;
import io.penstock.testing.Rule;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.TestParts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks and servers do to a store, and what the uploader is told: try again, have something changed, or it is there. */
class S3FaultsTest {
    private static LocalS3 server;
    private static FaultProxy proxy;
    private static S3Config config;
    private static S3Store store;

    private final String key = TestParts.newKey();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = LocalS3.start(directory);
        server.createBucket("logs");
        proxy = FaultProxy.before(server.endpoint());
        config =
                S3Settings.at(proxy.endpoint(), Checksum.AUTO, new Credentials(server.accessKey(), server.secretKey()));
        store = S3Store.open(config, S3Timeouts.of(config));
    }

    /** The SDK asks again by itself, and the store has begun two uploads then; one of them nobody knows. */
    @Test
    void anUploadWhoseBeginningWasAnsweredTwiceLeavesNothingBehind() throws Exception {
        proxy.add(Rule.once("POST .*uploads", Connection.LOSE_ANSWER));
        PartedUpload upload = store.begin(key);
        upload.send(TestParts.part(1, new byte[S3Settings.PART_BYTES], store.wantsMd5()));
        upload.complete();

        assertThat(store.find(key)).isPresent();
        try (S3Calls calls = new S3Calls(config, S3Timeouts.of(config))) {
            assertThat(S3Settings.unfinished(calls, key)).isZero();
        }
    }

    @AfterEach
    void letAllPass() {
        proxy.clear();
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "503, SlowDown, TRANSIENT",
        "503, ServiceUnavailable, TRANSIENT",
        "500, InternalError, TRANSIENT",
        "502, '', TRANSIENT",
        "429, TooManyRequests, TRANSIENT",
        "403, RequestTimeTooSkewed, TRANSIENT",
        "400, RequestTimeout, TRANSIENT",
        "400, BadDigest, TRANSIENT",
        "400, ExpiredToken, TRANSIENT",
        "404, NoSuchUpload, TRANSIENT",
        "409, OperationAborted, TRANSIENT",
        "403, AccessDenied, PERMANENT",
        "403, SignatureDoesNotMatch, PERMANENT",
        "404, NoSuchBucket, PERMANENT",
        "400, InvalidStorageClass, PERMANENT",
        "400, XAmzContentSHA256Mismatch, PERMANENT",
        "400, EntityTooLarge, PERMANENT",
        "405, MethodNotAllowed, PERMANENT",
        "301, PermanentRedirect, PERMANENT",
        "501, NotImplemented, PERMANENT",
        "412, PreconditionFailed, EXISTS",
    })
    void anAnswerIsToldByWhatCanBeDoneAboutIt(int status, String code, Kind kind) {
        proxy.add(Rule.always("^PUT /logs/" + key, new Answer(status, code, "because")));

        StoreException told = failure(() -> store.put(key, part(1, "x")));

        assertThat(told.kind()).as(told.getMessage()).isEqualTo(kind);
        assertThat(told)
                .hasMessageContaining("PutObject s3://logs/" + key + ": " + status)
                .hasMessageContaining(code)
                .hasMessageContaining("fault-1")
                .hasMessageContaining("because");
    }

    /** The next attempt of the same upload works again. */
    @Test
    void aBrokenConnectionPasses() throws Exception {
        PartedUpload upload = store.begin(key);
        proxy.add(Rule.always("^PUT /logs/" + key, Connection.RESET));

        assertFails(Kind.TRANSIENT, () -> upload.send(part(1, "x")));

        proxy.clear();
        upload.send(part(1, "x"));
        upload.complete();
        assertThat(store.find(key)).isPresent();
    }

    /** Also while the bytes go out, where the SDK alone would wait for ever: there are more of them than sockets hold. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStalledConnectionIsGivenUp() throws Exception {
        S3Timeouts usual = S3Timeouts.of(config);
        var impatient = new S3Timeouts(usual.request(), Duration.ofSeconds(1), usual.complete());
        Part large = TestParts.part(1, TestParts.noise(S3Settings.PART_BYTES * 4, 1), true);
        try (S3Store stalled = S3Store.open(config, impatient)) {
            PartedUpload upload = stalled.begin(key);
            proxy.add(Rule.always("^PUT /logs/" + key, Connection.STALL));

            assertFails(Kind.TRANSIENT, () -> upload.send(large));
        }

        assertThat(Thread.interrupted())
                .as("the time-out's interrupt leaks out")
                .isFalse();
    }

    /** Also a request without a body, well before the HTTP client's own patience ends. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStalledAnswerIsGivenUp() throws Exception {
        Duration soon = Duration.ofSeconds(1);
        proxy.add(Rule.always("^HEAD", Connection.STALL));
        try (S3Store impatient = S3Store.open(config, new S3Timeouts(soon, soon, soon))) {
            assertFails(Kind.TRANSIENT, () -> impatient.find(key));
        }
    }

    /** An outage: nobody listens. */
    @Test
    void aRefusedConnectionPasses() throws Exception {
        try (Socket taken = new Socket()) { // a port that is nobody else's, and that nobody listens on
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI endpoint = URI.create("http://127.0.0.1:" + taken.getLocalPort());
            S3Config nowhere = S3Settings.at(endpoint, Checksum.AUTO, config.credentials());
            try (S3Store refused = S3Store.open(nowhere, S3Timeouts.of(nowhere))) {
                assertFails(Kind.TRANSIENT, () -> refused.find(key));
            }
        }
    }

    /** What one short disturbance breaks is not the uploader's business. */
    @Test
    void aShortDisturbanceIsMetByTheClient() throws Exception {
        proxy.add(Rule.once("^PUT /logs/" + key, Connection.RESET));
        proxy.add(Rule.once("^PUT /logs/" + key, new Answer(503, "SlowDown")));

        store.put(key, part(1, "x"));

        assertThat(store.find(key)).isPresent();
    }

    /** I12: the answer was lost, and the repetition finds the object that the first attempt has made. */
    @Test
    void aPutWhoseAnswerIsLostIsThere() throws Exception {
        proxy.add(Rule.once("^PUT /logs/" + key, Connection.LOSE_ANSWER));

        assertFails(Kind.EXISTS, () -> store.put(key, part(1, "x")));
        assertThat(store.find(key)).isPresent();
    }

    /** I12, in parts: the upload is gone with its completion, so the repetition is refused, and the object looked up. */
    @Test
    void aCompletionWhoseAnswerIsLostIsThere() throws Exception {
        PartedUpload upload = store.begin(key);
        upload.send(part(1, "x"));
        proxy.add(Rule.once("^POST /logs/" + key, Connection.LOSE_ANSWER));
        proxy.add(Rule.once("^POST /logs/" + key, new Answer(404, "NoSuchUpload")));

        assertFails(Kind.EXISTS, upload::complete);
        assertThat(store.find(key)).isPresent();
    }

    /** An upload that a bucket's lifecycle has ended: the file begins again. */
    @Test
    void anUploadThatIsGoneIsBegunAgain() throws Exception {
        PartedUpload upload = store.begin(key);
        upload.send(part(1, "x"));
        upload.abort();

        assertFails(Kind.TRANSIENT, upload::complete);
    }

    /** 409: somebody else writes the key at the same time; only a look tells who won. */
    @Test
    void aConflictIsLookedUp() throws Exception {
        proxy.add(Rule.always("^PUT /logs/" + key, new Answer(409, "ConditionalRequestConflict")));

        assertFails(Kind.TRANSIENT, () -> store.put(key, part(1, "x")));

        server.createBucket("logs");
        proxy.clear();
        store.put(key, part(1, "x"));
        proxy.add(Rule.always("^PUT /logs/" + key, new Answer(409, "ConditionalRequestConflict")));
        assertFails(Kind.EXISTS, () -> store.put(key, part(1, "x")));
    }

    /** A store that does not know the condition is asked once, then written to after a look. */
    @Test
    void aStoreWithoutConditionsIsAskedWithout() throws Exception {
        try (S3Store simple = S3Store.open(config, S3Timeouts.of(config))) {
            proxy.add(Rule.once("^PUT /logs/" + key, new Answer(501, "NotImplemented")));
            simple.put(key, part(1, "x"));
            assertThat(store.find(key)).isPresent();

            int before = proxy.requests().size();
            simple.put(key + "-2", part(1, "x"));
            assertThat(proxy.requests().subList(before, proxy.requests().size()))
                    .as("no attempt with the condition, which would have passed here")
                    .containsExactly("HEAD /logs/" + key + "-2", "PUT /logs/" + key + "-2");

            assertFails(Kind.EXISTS, () -> simple.put(key, part(1, "y")));
        }
    }

    @Test
    void aForbiddenLookIsNotAnAbsentObject() {
        proxy.add(Rule.always("^HEAD", new Answer(403, "")));

        StoreException told = failure(() -> store.find(key));

        assertThat(told.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(told).hasMessageContaining("without the right to list the bucket");
    }

    /** Who may not list unfinished uploads, or cannot, cannot remove them: the upload goes on. */
    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "501, NotImplemented"})
    void unfinishedUploadsThatCannotBeSeenStay(int status, String code) throws Exception {
        proxy.add(Rule.always("^GET /logs\\?.*uploads", new Answer(status, code)));

        store.removeUnfinished(key);
    }

    @Test
    void removeUnfinishedTellsWhatPasses() {
        proxy.add(Rule.always("^GET /logs\\?.*uploads", new Answer(503, "SlowDown")));

        assertFails(Kind.TRANSIENT, () -> store.removeUnfinished(key));
    }

    @Test
    void abortThrowsNothing() throws Exception {
        PartedUpload upload = store.begin(key);
        proxy.add(Rule.always("^DELETE", new Answer(403, "AccessDenied")));

        upload.abort();
    }

    /** What the store reports is handed on as it is: the uploader compares. */
    @Test
    void aWrongReportIsNotCoveredUp() throws Exception {
        store.put(key, part(1, "x"));
        proxy.add(Rule.always("^HEAD", new Fault.Header("ETag", "\"0123\"")));
        assertThat(store.find(key).orElseThrow().etag()).isEqualTo("0123");

        proxy.clear();
        proxy.add(Rule.always("^HEAD", new Fault.Header("x-amz-checksum-crc32c", "AAAAAA==")));
        assertThat(store.find(key).orElseThrow().crc32c()).isEqualTo("AAAAAA==");

        proxy.clear();
        proxy.add(Rule.always("^HEAD", new Fault.Header("x-amz-checksum-crc32c", "AAAAAA==-3")));
        assertThat(store.find(key).orElseThrow().crc32c()).isNull();
        assertThat(store.find(key).orElseThrow().partsCrc32c()).isEqualTo("AAAAAA==");
    }

    /** The server verifies what it gets: a part that was damaged on its way is refused, and sent again. */
    @Test
    void aDamagedPartIsRefused() throws Exception {
        Part good = part(1, "as it was");
        Part damaged = new Part(1, "as it isn".getBytes(UTF_8), good.length(), good.crc32c(), good.md5());

        assertFails(Kind.TRANSIENT, () -> store.begin(key).send(damaged));
        assertFails(Kind.TRANSIENT, () -> store.put(key, damaged));
        assertThat(store.find(key)).isEmpty();
    }

    /** A stop does not wait for a store that has stalled: closing it ends what is under way. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closingEndsRequestsUnderWay() throws Exception {
        Duration never = Duration.ofHours(1);
        S3Store stalled = S3Store.open(config, new S3Timeouts(never, never, never));
        int before = proxy.requests().size();
        proxy.add(Rule.always("^HEAD", Connection.STALL));
        var failure = CompletableFuture.supplyAsync(() -> failure(() -> stalled.find(key)));
        await().atMost(Duration.ofMinutes(1)).until(() -> proxy.requests().size() > before);

        stalled.close();

        assertThat(failure.get(1, TimeUnit.MINUTES).kind()).isEqualTo(Kind.TRANSIENT);
    }

    /** What comes after the end fails as if the network were down: it waits for the next start. */
    @Test
    void aClosedStoreFailsAsIfTheNetworkWere() throws Exception {
        S3Store closed = S3Store.open(config, S3Timeouts.of(config));
        closed.close();

        assertFails(Kind.TRANSIENT, () -> closed.find(key));
    }

    /** No message holds a credential, not even one that the server repeats. */
    @Test
    void noMessageHoldsACredential() {
        String echo = "your key " + server.accessKey() + " with " + server.secretKey() + " is wrong";
        proxy.add(Rule.always("^PUT", new Answer(403, "AccessDenied", echo)));

        StoreException told = failure(() -> store.put(key, part(1, "x")));

        assertThat(told).hasMessageContaining("your key *** with *** is wrong").hasNoCause();
    }

    @Test
    void aWrongSecretIsPermanent() throws Exception {
        S3Config wrong =
                S3Settings.at(server.endpoint(), Checksum.AUTO, new Credentials(server.accessKey(), "not-the-secret"));
        try (S3Store refused = S3Store.open(wrong, S3Timeouts.of(wrong))) {
            StoreException told = failure(() -> refused.put(key, part(1, "x")));

            assertThat(told.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(told.getMessage()).doesNotContain("not-the-secret");
        }
    }

    private static void assertFails(Kind kind, ThrowingCallable request) {
        StoreException told = failure(request);
        assertThat(told.kind()).as(told.getMessage()).isEqualTo(kind);
    }

    private static Part part(int number, String text) {
        return TestParts.part(number, text.getBytes(UTF_8), true);
    }

    private static StoreException failure(ThrowingCallable request) {
        StoreException told = catchThrowableOfType(StoreException.class, request);
        assertThat(told).as("a failure").isNotNull();
        return told;
    }
}

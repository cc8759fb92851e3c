package io.penstock.upload.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.config.GcsConfig;
import io.penstock.testing.gcs.Faults;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.TestParts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request that goes wrong: sent again where that is cheap, then told with what can be done about it. */
class GcsFailuresTest extends OnGcsEmulator {
    private static final byte[] BYTES = TestParts.noise(10_000, 1);

    @ParameterizedTest
    @CsvSource({
        "408, TRANSIENT", "429, TRANSIENT", "500, TRANSIENT", "502, TRANSIENT", "503, TRANSIENT", "504, TRANSIENT",
        "409, TRANSIENT", "400, PERMANENT", "401, PERMANENT", "403, PERMANENT", "404, PERMANENT", "412, EXISTS"
    })
    void everyStatusIsToldByWhatCanBeDone(int status, Kind kind) {
        gcs().faults().refuse(Integer.MAX_VALUE, status, "uploadType=multipart");

        StoreException told = failure(() -> store().put("a/key", part(BYTES)));

        assertThat(told.kind()).isEqualTo(kind);
        assertThat(told).hasMessageContainingAll("put", "gs://logs/a/key", Integer.toString(status));
    }

    /** A hiccup costs a request, not the file's upload. */
    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aHiccupIsMetByTheSameRequestAgain(int status) throws Exception {
        gcs().faults()
                .refuse(1, status, "uploadType=multipart")
                .refuse(1, status, "POST .*compose")
                .refuse(1, status, "GET .*/o/key");
        uploadInParts("key");

        assertThat(store().find("key").orElseThrow().crc32c()).isEqualTo(TestParts.crc32cBase64(twice()));
        assertThat(gcs().faults().struck()).isEqualTo(3);
        assertThat(gcs().names(BUCKET)).containsExactly("key");
    }

    /** A connection that breaks before or after the service acted, at every step: the object is made once, with its very bytes. */
    @ParameterizedTest
    @EnumSource(
            value = Faults.Kind.class,
            names = {"RESET", "LOSE_ANSWER"})
    void aBrokenConnectionIsMetByTheSameRequestAgain(Faults.Kind fault) throws Exception {
        gcs().faults()
                .next(1, fault, "uploadType=multipart")
                .next(1, fault, "POST .*chunk/compose")
                .next(1, fault, "GET .*prefix=");
        PartedUpload upload = store().begin("key");
        var parts = sendAll(upload, 33);

        upload.complete();

        assertThat(gcs().faults().struck()).isEqualTo(3);
        assertThat(gcs().bytes(BUCKET, "key")).isEqualTo(TestParts.joined(parts));
        assertThat(gcs().names(BUCKET)).containsExactly("key");
    }

    /** The object is there, but the answer was lost and the repetition found it: the caller has to compare. Nothing temporary stays. */
    @Test
    void aCompositionWhoseAnswerWasLostIsToldAsExisting() throws Exception {
        gcs().faults().next(1, Faults.Kind.LOSE_ANSWER, "POST .*/o/key/compose");

        assertThat(failure(() -> uploadInParts("key")).kind()).isEqualTo(Kind.EXISTS);

        assertThat(gcs().bytes(BUCKET, "key")).isEqualTo(twice());
        assertThat(gcs().names(BUCKET)).containsExactly("key");
    }

    @Test
    void aPutWhoseAnswerWasLostIsToldAsExisting() {
        gcs().faults().next(1, Faults.Kind.LOSE_ANSWER, "uploadType=multipart");

        assertThat(failure(() -> store().put("key", part(BYTES))).kind()).isEqualTo(Kind.EXISTS);

        assertThat(gcs().bytes(BUCKET, "key")).isEqualTo(BYTES);
    }

    /** I11: bytes that change on their way are refused by the service, because our checksum came with them; and can be sent again. */
    @Test
    void bytesDamagedOnTheirWayAreRefusedAndTransient() throws Exception {
        gcs().faults().next(2, Faults.Kind.FLIP_BIT, "uploadType=multipart");

        assertThat(failure(() -> store().put("key", part(BYTES))).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(() -> store().begin("key").send(part(BYTES))).kind()).isEqualTo(Kind.TRANSIENT);

        assertThat(gcs().faults().struck()).isEqualTo(2);
        assertThat(gcs().names(BUCKET)).isEmpty();
        store().put("key", part(BYTES));
    }

    /** I11: the checksum that goes with the bytes is the part's, taken when they were made, not one of what is in the array by now. */
    @Test
    void bytesDamagedBeforeTheyAreSentAreRefused() {
        Part whole = part(BYTES);
        whole.bytes()[77] ^= 1;

        assertThat(failure(() -> store().put("key", whole)).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(() -> store().begin("key").send(whole)).kind()).isEqualTo(Kind.TRANSIENT);

        assertThat(gcs().names(BUCKET)).isEmpty();
    }

    /** I11: what the store reports is reported, right or wrong. */
    @Test
    void aWrongChecksumIsReportedAsTheStoreHasIt() throws Exception {
        store().put("key", part(BYTES));
        gcs().faults().next(1, Faults.Kind.WRONG_CHECKSUM, "GET .*/o/key");

        assertThat(store().find("key").orElseThrow().crc32c()).isEqualTo("AAAAAA==");
        assertThat(store().find("key").orElseThrow().crc32c()).isEqualTo(TestParts.crc32cBase64(BYTES));
    }

    /** A part that is there with other bytes than ours is not taken for ours. */
    @Test
    void aChunkOfOtherBytesIsNotTakenForThePart() throws Exception {
        PartedUpload upload = store().begin("key");
        upload.send(part(BYTES));

        assertThat(failure(() -> upload.send(part(TestParts.noise(10_000, 2)))).kind())
                .isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void aMissingBucketIsNamed() throws Exception {
        try (ObjectStore nowhere =
                GcsStore.connect(new GcsConfig("nowhere", null, gcs().endpoint(), 1 << 20, 4, null, null), QUICK)) {
            StoreException put = failure(() -> nowhere.put("key", part(BYTES)));
            StoreException send = failure(() -> nowhere.begin("key").send(part(BYTES)));

            assertThat(put.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(put).hasMessageContainingAll("gs://nowhere/key", "404", "bucket does not exist");
            assertThat(send.kind()).isEqualTo(Kind.PERMANENT);
        }
    }

    @Test
    void aRefusedBucketIsPermanentForEveryOperation() {
        gcs().faults().refuseBucket(BUCKET);

        assertThat(failure(() -> store().put("key", part(BYTES))).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store().find("key")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store().read("key").close()).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> uploadInParts("key")).kind()).isEqualTo(Kind.PERMANENT);
    }

    /** Chunks that are gone before the composition: another attempt can be made at once, nobody has to change anything. */
    @Test
    void goneChunksAreTransient() throws Exception {
        PartedUpload upload = store().begin("key");
        sendAll(upload, 3);
        store().removeUnfinished("key");

        assertThat(failure(upload::complete).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(store().find("key")).isEmpty();
    }

    /** A server that takes no bytes, and one that does not answer: both are given up in time, and the thread is free. */
    @ParameterizedTest
    @ValueSource(ints = {100, 16 << 20})
    void aStalledRequestIsGivenUp(int partBytes) throws Exception {
        gcs().faults().next(Integer.MAX_VALUE, Faults.Kind.STALL, "uploadType=multipart");
        RequestLimits impatient = new RequestLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMillis(300), 2, Duration.ofMillis(5));
        try (ObjectStore store = connect(impatient)) {
            long begin = System.nanoTime();

            assertThat(failure(() -> store.put("key", part(new byte[partBytes])))
                            .kind())
                    .isEqualTo(Kind.TRANSIENT);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** A stop does not wait for a server that does not answer. */
    @Test
    void closingEndsRequestsUnderWay() throws Exception {
        Duration never = Duration.ofHours(1);
        ObjectStore store = connect(new RequestLimits(Duration.ofSeconds(5), never, never, 3, Duration.ofMillis(5)));
        gcs().faults().next(Integer.MAX_VALUE, Faults.Kind.STALL, "uploadType=multipart");
        CompletableFuture<StoreException> failure =
                CompletableFuture.supplyAsync(() -> failure(() -> store.put("key", part(new byte[16 << 20]))));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> gcs().faults().struck() > 0);

        store.close();

        assertThat(failure.orTimeout(1, TimeUnit.MINUTES).join().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(() -> store.find("key")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void aServiceThatIsNotThereIsTransient() throws Exception {
        gcs().close();

        assertThat(failure(() -> store().put("key", part(BYTES))).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(() -> store().find("key")).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void aNameThatTheServiceDoesNotTakeIsPermanent() {
        String tooLong = "x".repeat(1025);

        assertThat(failure(() -> store().put(tooLong, part(BYTES))).kind()).isEqualTo(Kind.PERMANENT);
    }

    @Test
    void readingWhatIsNotThereFails() {
        assertThatThrownBy(() -> store().read("key")).isInstanceOf(StoreException.class);
    }

    /** Chunks cannot go from such a bucket: it is said what would help, and the next attempt adds none to those that stay; objects of one request go on. */
    @Test
    void aBucketThatKeepsItsObjectsTakesThoseOfOneChunkOnly() throws Exception {
        gcs().retain(BUCKET, true);
        store().put("small", part(BYTES));

        StoreException composing = failure(() -> uploadInParts("key"));
        StoreException cleaning = failure(() -> store().removeUnfinished("key"));

        for (StoreException told : List.of(composing, cleaning)) {
            assertThat(told.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(told)
                    .hasMessageContainingAll("403", "retention policy")
                    .hasMessageEndingWith(
                            "a bucket that keeps its objects takes files of one chunk only, so raise chunkSize");
        }
        assertThat(store().find("key")).isEmpty();
        assertThat(store().find("small")).isPresent();

        gcs().retain(BUCKET, false);
        store().removeUnfinished("key");
        uploadInParts("key");
        assertThat(gcs().names(BUCKET)).containsExactly("key", "small");
    }

    private void uploadInParts(String key) throws Exception {
        PartedUpload upload = store().begin(key);
        upload.send(TestParts.part(1, BYTES, false));
        upload.send(TestParts.part(2, BYTES, false));
        upload.complete();
    }

    private static byte[] twice() {
        return TestParts.joined(List.of(BYTES, BYTES));
    }

    private static Part part(byte[] bytes) {
        return TestParts.part(1, bytes, false);
    }

    private static StoreException failure(ThrowingCallable request) {
        StoreException told = catchThrowableOfType(StoreException.class, request);
        assertThat(told).as("an exception").isNotNull();
        return told;
    }
}

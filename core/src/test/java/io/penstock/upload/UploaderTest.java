package io.penstock.upload;

import static io.penstock.upload.UploaderFixture.LONG;
import static io.penstock.upload.UploaderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.status.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an uploader does while all is well, and while single calls fail. */
class UploaderTest {
    @TempDir
    Path directory;

    private UploaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new UploaderFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** I11: stored, registered, told, then gone; of every length around a part's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 2000, 12_345})
    void aSealedFileBecomesAnObjectAndALine(int bytes) throws Exception {
        byte[] content = text(bytes, 1);
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, content));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored.values()).singleElement().isEqualTo(content);
        assertThat(fixture.disk.manifestLines())
                .singleElement()
                .asString()
                .startsWith("{\"event\":\"payment\",\"bucket\":\"bucket\",\"key\":\"app/");
        assertThat(fixture.heard)
                .singleElement()
                .extracting(ManifestRecord::size)
                .isEqualTo((long) bytes);
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.disk.notes).isEmpty();
        assertThat(fixture.objects.unfinished).isEmpty();
        assertThat(fixture.count("payment", Counter.UPLOADED)).isOne();
        assertThat(fixture.count("payment", Counter.UPLOADED_BYTES)).isEqualTo(bytes);
        assertThat(uploader.gauges()).isEqualTo(new UploadGauges(0, 0, 0, 0));
        assertThat(uploader.stop(Duration.ZERO)).isTrue();
        assertThat(fixture.told).isEmpty();
    }

    /** I12: what may stand in the store is looked up, never stored again: an answer that was lost costs nothing, though encrypted bytes differ from try to try. */
    @ParameterizedTest
    @ValueSource(ints = {500, 5000})
    void anObjectWhoseAnswerWasLostIsNotStoredTwice(int bytes) throws Exception {
        fixture.encryptTo = List.of("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
        Set<String> publishing = Set.of("put", "complete");
        AtomicInteger lost = new AtomicInteger();
        Calls answersLost = new Calls() {
            @Override
            public void before(String call, String subject) {}

            @Override
            public void after(String call, String subject) throws IOException {
                if (publishing.contains(call) && lost.incrementAndGet() <= 3) {
                    throw Calls.transientFailure();
                }
            }
        };
        upload(fixture.store(answersLost), bytes);

        assertThat(lost).hasValue(1);
        assertThat(fixture.objects.made.values()).singleElement().matches(made -> made.get() == 1);
        assertThat(fixture.disk.manifestLines()).hasSize(1);
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.count("payment", Counter.UPLOAD_RETRIES)).isOne();
    }

    /** I12: an object that is not this file's is left as it is, and so is the file; others go on. */
    @ParameterizedTest
    @ValueSource(ints = {500, 5000})
    void anObjectOfSomebodyElseIsNotOverwritten(int bytes) throws Exception {
        byte[] foreign = text(bytes, 99);
        fixture.objects.stored.put("app/payment_2023-11-14_22-13-21_host-s1-1.log", foreign);
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(bytes, 1)));
        uploader.sealed(fixture.disk.seal("payment", "s1", 2, text(bytes, 2)));
        assertThat(uploader.finish(LONG)).isTrue();

        assertThat(fixture.objects.stored).hasSize(2).containsValue(foreign);
        assertThat(fixture.disk.sealed).containsOnlyKeys("payment_s1_1.log");
        assertThat(fixture.disk.manifestLines()).hasSize(1);
        assertThat(fixture.objects.unfinished).isEmpty();
        assertThat(fixture.told("is not what was sent there")).isOne();
        assertThat(uploader.gauges("payment").waitingFiles()).isOne();
    }

    /** I11: what the store reports is compared: with another size or checksum nothing is deleted, here or there. */
    @Test
    void aWrongChecksumDeletesNothing() {
        FakeStore store = fixture.store(Calls.UNDISTURBED);
        store.report = object -> new StoredObject(object.size(), "AAAAAA==", null, null);

        upload(store, 500);

        assertThat(fixture.disk.sealed).hasSize(1);
        assertThat(fixture.objects.stored).hasSize(1);
        assertThat(fixture.disk.manifest()).doesNotExist();
        assertThat(fixture.heard).isEmpty();
    }

    /** I11: where the store reports no checksum of all bytes, the parts' do, or their MD5s, or the bytes themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"parts", "etag", "nothing", "another etag"})
    void whatTheStoreReportsIsUsed(String reported) throws Exception {
        AtomicInteger read = new AtomicInteger();
        FakeStore store = fixture.store((call, subject) -> {
            if (call.equals("read")) {
                read.incrementAndGet();
            }
        });
        store.wantsMd5 = true;
        byte[] content = text(2500, 1);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteArrayOutputStream md5s = new ByteArrayOutputStream();
        ByteBuffer crcs = ByteBuffer.allocate(12);
        for (int from = 0; from < content.length; from += 1000) {
            int length = Math.min(1000, content.length - from);
            CRC32C crc = new CRC32C();
            crc.update(content, from, length);
            crcs.putInt((int) crc.getValue());
            md5.update(content, from, length);
            md5s.writeBytes(md5.digest());
        }
        CRC32C composed = new CRC32C();
        composed.update(crcs.array());
        String etag = HexFormat.of().formatHex(md5.digest(md5s.toByteArray())) + "-3";
        store.report = object -> switch (reported) {
            case "parts" -> new StoredObject(object.size(), null, Fingerprint.base64(composed), null);
            case "etag" -> new StoredObject(object.size(), null, null, etag);
            case "nothing" -> new StoredObject(object.size(), null, null, null);
            default -> new StoredObject(object.size(), null, null, "0123456789abcdef");
        };
        Uploader uploader = fixture.open("s1", store);

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, content));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(read).hasValue(reported.equals("parts") || reported.equals("etag") ? 0 : 1);
    }

    /** Read back, other bytes of the same length are found out too. */
    @Test
    void aStoreWithoutChecksumsIsReadBack() {
        Calls damage = new Calls() {
            @Override
            public void before(String call, String subject) {}

            @Override
            public void after(String call, String subject) {
                if (call.equals("put")) {
                    fixture.objects.stored.get(subject)[250] ^= 1;
                }
            }
        };
        FakeStore store = fixture.store(damage);
        store.report = object -> new StoredObject(object.size(), null, null, null);

        upload(store, 500);

        assertThat(fixture.disk.sealed).hasSize(1);
        assertThat(fixture.disk.manifest()).doesNotExist();
    }

    @Test
    void aFileThatIsNotWhatItWasIsQuarantined() throws Exception {
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));
        for (int i = 1; i <= 2; i++) {
            SealedFile file = fixture.disk.seal("payment", "s1", i, text(5000, i));
            Files.write(file.path(), text(i == 1 ? 4000 : 6000, i));
            uploader.sealed(file);
        }

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.quarantined).hasSize(2);
        assertThat(fixture.objects.stored).isEmpty();
        assertThat(fixture.objects.unfinished).isEmpty();
        uploader.lookForLeftovers();
        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.notes).isEmpty();
        assertThat(uploader.stop(LONG)).isTrue();
    }

    @Test
    void aFileThatHasGoneIsForgotten() throws Exception {
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));
        SealedFile file = fixture.disk.seal("payment", "s1", 1, text(500, 1));
        fixture.disk.delete(file);

        uploader.sealed(file);

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(uploader.stop(LONG)).isTrue();
        assertThat(fixture.told).isEmpty();
        assertThat(fixture.count("payment", Counter.UPLOADED)).isZero();
    }

    /** What somebody has to change is told once however many files wait for it; changed, all go at once. */
    @Test
    void aRefusalIsToldOnceAndEndsWithTheSettings() throws Exception {
        fixture.patience = new Patience(10_000, 1_000_000, LONG.toNanos(), LONG.toNanos(), LONG.toNanos());
        AtomicInteger asked = new AtomicInteger();
        Uploader uploader = fixture.open(fixture.queue("s1", Calls.UNDISTURBED), () -> {
            asked.incrementAndGet();
            throw Calls.refusal();
        });
        for (int i = 1; i <= 50; i++) {
            uploader.sealed(fixture.disk.seal("payment", "s1", i, text(500, i)));
        }

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).hasSize(50);
        assertThat(asked.get()).isLessThan(10);
        assertThat(fixture.told("403 not allowed")).isOne();

        fixture.patience = UploaderFixture.IMPATIENT;
        uploader.reconfigure(fixture.config("other/"), () -> fixture.store(Calls.UNDISTURBED));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.objects.stored.keySet()).hasSize(50).allMatch(key -> key.startsWith("other/"));
        assertThat(fixture.told("uploads work again")).isOne();
    }

    /** Nothing that an SDK throws ends a thread or loses a file. */
    @Test
    void whateverIsThrownTheFileIsTriedAgain() throws Exception {
        List<Throwable> failures = List.of(
                new NoClassDefFoundError("software/amazon/awssdk/Core"),
                new OutOfMemoryError("test"),
                new StackOverflowError(),
                new IllegalStateException("connection pool shut down"),
                Calls.transientFailure());
        AtomicInteger next = new AtomicInteger();
        FakeStore store = fixture.store((call, subject) -> {
            if (call.equals("put") && next.get() < failures.size()) {
                Throwable failure = failures.get(next.getAndIncrement());
                if (failure instanceof Error error) {
                    throw error;
                } else if (failure instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw (IOException) failure;
            }
        });
        Uploader uploader = fixture.open("s1", store);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(500, 1)));

        await().atMost(LONG).until(() -> fixture.disk.sealed.isEmpty());
        assertThat(next).hasValue(failures.size());
        assertThat(fixture.disk.manifestLines()).hasSize(1);
    }

    /** I11: the line is there and may not be on the disk, so the next attempt is to make it durable, and not to add another. */
    @Test
    void aLineWhoseSyncFailedIsMadeDurableWhereItStands() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Calls syncFails = new Calls() {
            @Override
            public void before(String call, String subject) {}

            @Override
            public void after(String call, String subject) throws IOException {
                if (call.equals("appendManifest") && failed.compareAndSet(false, true)) {
                    throw new IOException("fsync: Input/output error");
                }
            }
        };
        Uploader uploader = fixture.open(fixture.queue("s1", syncFails), () -> fixture.store(Calls.UNDISTURBED));
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(500, 1)));

        await().atMost(LONG).until(() -> fixture.disk.sealed.isEmpty());
        assertThat(fixture.disk.manifestLines()).hasSize(1);
        assertThat(fixture.disk.repeated).containsExactly("s1");
    }

    /** The listener learns of the file before it goes, and until it takes it; the object is not stored again for that. */
    @Test
    void aListenerThatThrowsKeepsTheFile() {
        AtomicInteger calls = new AtomicInteger();
        fixture.listener = archived -> {
            assertThat(fixture.disk.sealed).containsKey(archived.file());
            if (calls.incrementAndGet() < 4) {
                throw new IllegalStateException("index is down");
            }
        };

        upload(fixture.store(Calls.UNDISTURBED), 500);

        assertThat(calls).hasValue(4);
        assertThat(fixture.objects.made).hasSize(1);
        assertThat(fixture.disk.sealed).isEmpty();
    }

    /** A file that needs more parts than the store takes is refused, and says what to do. */
    @Test
    void tooManyPartsAreRefused() {
        FakeStore store = fixture.store(Calls.UNDISTURBED);
        store.mostParts = 3;

        upload(store, 3_500);

        assertThat(fixture.disk.sealed).hasSize(1);
        assertThat(fixture.objects.unfinished).isEmpty();
        assertThat(fixture.told("needs more than 3 parts")).isOne();
    }

    @Test
    void keptFilesAreArchived() {
        fixture.deleteAfterUpload = false;

        upload(fixture.store(Calls.UNDISTURBED), 10);

        assertThat(fixture.disk.archived).hasSize(1);
    }

    private void upload(ObjectStore store, int bytes) {
        Uploader uploader = fixture.open("s1", store);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(bytes, 1)));
        assertThat(uploader.finish(LONG)).isTrue();
    }
}

package io.penstock.upload;

import static io.penstock.upload.UploaderFixture.LONG;
import static io.penstock.upload.UploaderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.UploadConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Begin and end of an uploader: leftovers, claims, changed settings, the stop. */
class UploaderLifeTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    Path directory;

    private UploaderFixture fixture;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** A store that does not answer until it is {@link #released}, even if it is closed. */
    private final Calls stalling = (call, subject) -> {
        if (call.equals("put") || call.equals("send")) {
            stalled.countDown();
            UploaderFixture.awaitLatch(released);
        }
    };

    @BeforeEach
    void open() {
        fixture = new UploaderFixture(directory);
    }

    @AfterEach
    void close() {
        released.countDown();
        fixture.close();
    }

    @Test
    void whatTheDeadLeftIsUploaded() throws Exception {
        fixture.disk.seal("payment", "dead", 1, text(500, 1));
        fixture.disk.seal("payment", "dead", 2, text(5000, 2));
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored).hasSize(2);
        assertThat(fixture.disk.sealed).isEmpty();
        await().atMost(LONG).until(() -> !fixture.disk.claims.containsKey("dead"));
    }

    @Test
    void whatTheDeadLeftStaysWhereItIsNotWanted() throws Exception {
        fixture.uploadOnStart = false;
        fixture.disk.seal("payment", "dead", 1, text(500, 1));
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));
        uploader.lookForLeftovers();

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).hasSize(1);
        assertThat(fixture.objects.stored).isEmpty();
    }

    /** Of two uploaders on one spool each file is taken by one; what is another's to take is taken when he has gone. */
    @Test
    void twoUploadersTakeNoFileTwice() throws Exception {
        for (int start = 0; start < 4; start++) {
            for (int i = 1; i <= 10; i++) {
                fixture.disk.seal("payment", "dead" + start, i, text(1500, i));
            }
        }
        Uploader one = fixture.open("s1", fixture.store(Calls.UNDISTURBED));
        Uploader other = fixture.open("s2", fixture.store(Calls.UNDISTURBED));

        assertThat(one.finish(LONG)).isTrue();
        assertThat(other.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.disk.manifestLines()).hasSize(40).doesNotHaveDuplicates();
        assertThat(fixture.objects.made)
                .hasSize(40)
                .allSatisfy((key, made) -> assertThat(made).hasValue(1));
        assertThat(fixture.told).isEmpty();
    }

    /** I13: a claim is an open file. However many starts have left files, only so many are claimed at once, and all are uploaded. */
    @Test
    void manyDeadStartsAreTakenUpInTurns() throws Exception {
        int starts = 3 * Claims.MOST_OF_THE_DEAD;
        for (int i = 0; i < starts; i++) {
            fixture.disk.seal("payment", "dead" + i, i, text(10, i));
        }
        LongAccumulator mostClaimed = new LongAccumulator(Math::max, 0);
        Uploader uploader = fixture.open(
                fixture.queue("s1", new Calls() {
                    @Override
                    public void before(String call, String subject) {
                        mostClaimed.accumulate(fixture.disk.claims.size());
                    }
                }),
                () -> fixture.store(Calls.UNDISTURBED));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.disk.manifestLines()).hasSize(starts).doesNotHaveDuplicates();
        assertThat(mostClaimed.get())
                .as("with that of the uploader's own start")
                .isLessThanOrEqualTo(Claims.MOST_OF_THE_DEAD + 1);
    }

    /** A start that another has claimed waits, and is told of if that lasts. */
    @Test
    void aClaimedStartWaits() throws Exception {
        FakeQueue other = fixture.queue("s2", Calls.UNDISTURBED);
        Closeable claim = other.claim("s1").orElseThrow();
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(10, 1)));
        await().atMost(LONG).until(() -> fixture.told("claimed by another uploader") > 0);
        assertThat(fixture.objects.stored).isEmpty();

        claim.close();
        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored).hasSize(1);
    }

    /** Nothing is opened and no thread of ours begins before there is something to do. */
    @Test
    void aStoreIsOpenedWithTheFirstFile() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Uploader uploader = fixture.open(fixture.queue("s1", Calls.UNDISTURBED), () -> {
            assertThat(Thread.currentThread().getName()).startsWith("penstock-upload-");
            opened.incrementAndGet();
            return fixture.store(Calls.UNDISTURBED);
        });
        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(opened).hasValue(0);

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(10, 1)));
        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(opened).hasValue(1);
    }

    /** A stop breaks off what takes too long, waits for nobody then, and keeps an interrupt; the last one out gives the claims back. */
    @Test
    void aStopLeavesWhatTakesTooLong() throws Exception {
        FakeStore store = fixture.store(stalling);
        fixture.disk.seal("payment", "dead", 1, text(500, 1));
        Uploader uploader = fixture.open("s1", store);
        UploaderFixture.awaitLatch(stalled);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(500, 1)));
        uploader.sealed(fixture.disk.seal("payment", "s1", 2, text(500, 2)));

        Thread.currentThread().interrupt();
        assertThat(uploader.finish(SOON)).isFalse();
        assertThat(uploader.stop(SOON)).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(store.closed).hasValue(1);
        assertThat(fixture.disk.claims).containsKeys("dead");
        uploader.sealed(fixture.disk.seal("payment", "s1", 3, text(500, 2)));

        released.countDown();
        await().atMost(LONG).until(() -> fixture.disk.claims.isEmpty());
        assertThat(fixture.disk.sealed).containsKey("payment_s1_3.log");
    }

    @Test
    void aStopLetsWhatIsUnderWayEnd() throws Exception {
        FakeStore store = fixture.store(stalling);
        fixture.concurrency = 1;
        Uploader uploader = fixture.open("s1", store);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(500, 1)));
        UploaderFixture.awaitLatch(stalled);
        uploader.sealed(fixture.disk.seal("payment", "s1", 2, text(500, 2)));
        AtomicBoolean nothingLeft = new AtomicBoolean(true);
        Thread stopping = new Thread(() -> nothingLeft.set(uploader.stop(LONG)));
        stopping.start();
        await().atMost(LONG).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        released.countDown();
        stopping.join();

        assertThat(nothingLeft).as("the second file waits").isFalse();
        assertThat(fixture.objects.stored).hasSize(1);
        assertThat(fixture.disk.sealed).containsOnlyKeys("payment_s1_2.log");
        assertThat(fixture.disk.claims).isEmpty();
        assertThat(store.closed).hasValue(1);
    }

    /** The old store is closed by its last user, and not before. */
    @Test
    void changedSettingsLeaveTheOldStoreToItsUsers() throws Exception {
        FakeStore old = fixture.store(stalling);
        FakeStore next = fixture.store(Calls.UNDISTURBED);
        Uploader uploader = fixture.open("s1", old);
        uploader.sealed(fixture.disk.seal("payment", "s1", 1, text(500, 1)));
        UploaderFixture.awaitLatch(stalled);

        uploader.reconfigure(fixture.config("other/"), () -> next);
        uploader.sealed(fixture.disk.seal("payment", "s1", 2, text(500, 2)));
        await().atMost(LONG).until(() -> fixture.objects.stored.size() == 1);
        assertThat(old.closed).hasValue(0);

        released.countDown();
        assertThat(uploader.finish(LONG)).isTrue();
        await().atMost(LONG).until(() -> old.closed.get() == 1);
        assertThat(fixture.objects.stored.keySet()).anyMatch(key -> key.startsWith("app/"));
        assertThat(next.closed).hasValue(0);

        UploadConfig same = fixture.config("other/");
        uploader.reconfigure(same, () -> old);
        assertThat(next.closed).as("nothing has changed").hasValue(0);
        assertThat(uploader.stop(LONG)).isTrue();
        assertThat(next.closed).hasValue(1);
    }

    /** Retention took the file while the store was out of reach: what was begun is cleaned up, and an object that is there all the same is registered. */
    @Test
    void whatRetentionTookIsSweptOrRegistered() throws Exception {
        AtomicInteger failing = new AtomicInteger();
        Calls answersLost = new Calls() {
            @Override
            public void before(String call, String subject) throws IOException {
                boolean down = failing.get() > 0 && !call.equals("put") && !call.equals("begin");
                if (down && !subject.startsWith("payment_") && !subject.equals("s1")) {
                    throw Calls.transientFailure();
                }
            }

            @Override
            public void after(String call, String subject) throws IOException {
                if (failing.get() > 0 && call.equals("put")) {
                    throw Calls.transientFailure();
                }
            }
        };
        failing.set(1);
        fixture.uploadOnStart = false;
        Uploader uploader = fixture.open(fixture.queue("s1", Calls.UNDISTURBED), () -> fixture.store(answersLost));
        SealedFile small = fixture.disk.seal("payment", "s1", 1, text(500, 1));
        SealedFile large = fixture.disk.seal("payment", "s1", 2, text(5000, 2));
        uploader.sealed(small);
        uploader.sealed(large);
        await().atMost(LONG).until(() -> fixture.disk.notes.size() == 2 && fixture.objects.stored.size() == 1);

        for (SealedFile file : new SealedFile[] {small, large}) {
            await().atMost(LONG).until(() -> {
                fixture.disk.delete(file);
                uploader.removed(file.name());
                return uploader.gauges().waitingFiles() == (file.equals(small) ? 1 : 0);
            });
        }
        assertThat(fixture.disk.notes).hasSize(2);

        failing.set(0);
        uploader.lookForLeftovers();
        assertThat(uploader.finish(LONG)).isTrue();

        assertThat(fixture.disk.notes).isEmpty();
        assertThat(fixture.objects.unfinished).isEmpty();
        assertThat(fixture.objects.stored).hasSize(1);
        assertThat(fixture.disk.manifestLines())
                .singleElement()
                .asString()
                .contains(small.name())
                .contains("\"previous\":null");
    }

    /** A note that cannot be read keeps nothing from being uploaded, and stays only while it has a file. */
    @Test
    void aDamagedNoteDoesNoHarm() throws Exception {
        SealedFile file = fixture.disk.seal("payment", "dead", 1, text(500, 1));
        fixture.disk.notes.put(file.name(), new byte[] {1, 2, 3});
        fixture.disk.notes.put("payment_gone.log", new byte[0]);
        SealedFile living = fixture.disk.seal("payment", "alive", 2, text(500, 2));
        fixture.disk.living.add("alive");
        fixture.disk.notes.put(living.name(), new byte[] {1, 2, 3});
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored).hasSize(1);
        assertThat(fixture.disk.quarantined).containsOnlyKeys("payment_gone.log");
        assertThat(fixture.disk.notes).containsOnlyKeys(living.name());
    }

    /** Nobody can claim a start that is called so, so nobody would ever settle what its note tells. */
    @Test
    void aNoteOfNoStartIsDamagedToo() throws Exception {
        SealedFile file = fixture.disk.seal("payment", "NoStart", 1, text(500, 1));
        fixture.disk.notes.put(file.name(), UploadNote.of(file).toBytes());
        fixture.disk.delete(file);
        Uploader uploader = fixture.open(
                fixture.queue("s1", (call, subject) -> {
                    if (call.equals("claim") && subject.equals("NoStart")) {
                        throw new IllegalArgumentException("not a start");
                    }
                }),
                () -> fixture.store(Calls.UNDISTURBED));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.disk.quarantined).containsOnlyKeys(file.name());
        assertThat(fixture.disk.notes).isEmpty();
    }
}

package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.status.Counter;
import java.io.Closeable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the uploader finds in a spool, and what it can do to it. */
class SealedFilesTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] NOTE = "{\"key\":1}".getBytes(UTF_8);

    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private SpoolPaths paths;
    private Spool spool;
    private SealedFiles files;

    @BeforeEach
    void open() throws Exception {
        fixture = new SpoolFixture(directory);
        paths = new SpoolPaths(directory.toRealPath());
        Files.createDirectories(paths.sealed());
        Files.createDirectories(paths.own());
        spool = fixture.open(DirectIo.AUTO);
        files = spool.sealedFiles();
    }

    @AfterEach
    void close() {
        Thread.interrupted(); // of a test that failed
        assertThat(spool.close(SOON)).isTrue();
    }

    private Sealed seal(String start, long sequence) throws Exception {
        return fixture.sealedBy(start, sequence, TIME.plusSeconds(sequence));
    }

    private static Sealed sealOne(SpoolFixture fixture, Spool spool) throws Exception {
        EventFiles payment = fixture.files(spool, "payment");
        awaitNext(payment);
        write(payment, "one\n");
        assertThat(payment.seal().get(30, TimeUnit.SECONDS)).isTrue();
        return spool.sealedFiles().own().get(0);
    }

    @Test
    void leftoversAreThoseOfTheDeadOldestFirst() throws Exception {
        Sealed third = seal("dead2", 3);
        Sealed first = seal("dead1", 1);
        Sealed second = seal("dead2", 2);
        Files.writeString(paths.sealed().resolve("notes.txt"), "nobody's");
        Spool other = new SpoolFixture(directory).open(DirectIo.AUTO);
        Sealed living = sealOne(fixture, other);
        Sealed own = sealOne(fixture, spool);

        assertThat(files.leftovers()).containsExactly(first, second, third);
        assertThat(files.own()).containsExactly(own);
        assertThat(other.close(SOON)).isTrue();
        assertThat(files.leftovers()).containsExactly(living, first, second, third);
    }

    @Test
    void aProcessThatLivesKeepsItsFilesAndWhatItLeavesIsFound() throws Exception {
        Process child = SpoolChild.start(directory, "hold");
        String told = SpoolChild.line(child);
        String start = told.substring(told.indexOf(' ') + 1);
        Sealed theirs = seal(start, 1);

        assertThat(files.leftovers()).isEmpty();
        SpoolChild.kill(child);
        assertThat(files.leftovers()).containsExactly(theirs);
    }

    @Test
    void theQueueServesAfterTheSpoolIsClosedAndItsOwnFilesAreNeverLeftovers() throws Exception {
        Sealed own = sealOne(fixture, spool);
        Sealed dead = seal("dead1", 1);
        assertThat(spool.close(SOON)).isTrue();

        assertThat(files.leftovers()).containsExactly(dead);
        assertThat(files.claim(files.start())).isPresent();
        assertThat(files.hold(own)).isTrue();
        files.done(own, false);
        assertThat(own.path()).doesNotExist();
        Spool next = new SpoolFixture(directory).open(DirectIo.AUTO);
        assertThat(next.slot()).isZero();
        assertThat(next.close(SOON)).isTrue();
    }

    /** I11: whoever knows nothing of a file can neither name its object nor register it. */
    @Test
    void aFileWithoutAReadableSidecarIsQuarantinedOnceAndSaidSo() throws Exception {
        Sealed bare = seal("dead1", 1);
        Sealed torn = seal("dead1", 2);
        Sealed hostile = seal("../../dead", 3);
        Files.delete(paths.sidecar(bare.name()));
        Files.writeString(paths.sidecar(torn.name()), "{\"event\":");
        Sealed good = seal("dead1", 4);

        assertThat(files.leftovers()).containsExactly(good);
        assertThat(files.leftovers()).containsExactly(good);

        assertThat(SpoolFixture.names(paths.quarantine()))
                .containsExactly(
                        bare.name(), torn.name(), torn.name() + ".json", hostile.name(), hostile.name() + ".json");
        assertThat(fixture.status.count("ERROR")).isEqualTo(3);
        assertThat(fixture.status.count("cannot be uploaded and was moved to")).isEqualTo(3);
    }

    @Test
    void whatIsQuarantinedTakesItsSidecarAlongAndReplacesNothing() throws Exception {
        Sealed file = seal("dead1", 1);
        files.quarantine(file, "its length changed");
        files.quarantine(file, "its length changed");

        assertThat(fixture.sealed()).isEmpty();
        assertThat(Sidecar.read(paths.quarantine().resolve(file.name() + ".json"))
                        .sequence())
                .isEqualTo(1);
        assertThat(fixture.status.told).hasSize(1);

        Sealed again = seal("dead1", 1);
        assertThatThrownBy(() -> files.quarantine(again, "again")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(again.path()).exists();
    }

    /** I12: the name of a note in quarantine is not given again, so that a second one never meets it there. */
    @Test
    void aQuarantinedNoteIsToldOnceAndKeepsItsName() throws Exception {
        String name = "payment_1970-01-01_00-00-01.log";
        files.writeNote(name, NOTE);
        files.quarantineNote(name, "it cannot be read");
        files.quarantineNote(name, "it cannot be read");

        assertThat(files.notes()).isEmpty();
        assertThat(SpoolFixture.names(paths.quarantine())).containsExactly(name + ".upload");
        assertThat(fixture.status.told)
                .containsExactly("ERROR " + paths.uploadNote(name) + " was moved to " + paths.quarantine()
                        + ": it cannot be read");
        assertThat(sealOne(fixture, spool).name()).isEqualTo("payment_1970-01-01_00-00-01_1.log");
    }

    /** I11: a repeated step must find nothing to do, whatever came of the first. */
    @Test
    void doneDeletesFileAndSidecarAndCanBeRepeated() throws Exception {
        Sealed file = seal("dead1", 1);
        assertThat(files.isSealed(file.name())).isTrue();
        files.done(file, false);
        files.done(file, false);

        assertThat(files.isSealed(file.name())).isFalse();
        assertThat(fixture.unfinished()).isEmpty();
        assertThat(paths.archived()).doesNotExist();
    }

    @Test
    void doneKeepsTheFileWithItsSidecarInArchived() throws Exception {
        Sealed file = seal("dead1", 1);
        files.done(file, true);
        files.done(file, true);

        assertThat(fixture.sealed()).isEmpty();
        assertThat(SpoolFixture.names(paths.archived())).containsExactly(file.name());
        assertThat(paths.sidecar(file.name())).exists();
        assertThat(files.leftovers()).isEmpty();
    }

    @Test
    void aMoveToArchivedThatACrashCutShortIsFinishedAndAnotherFileThereIsNeverReplaced() throws Exception {
        Sealed linked = seal("dead1", 1);
        Files.createDirectories(paths.archived());
        Files.createLink(paths.archived().resolve(linked.name()), linked.path());
        files.done(linked, true);
        assertThat(linked.path()).doesNotExist();

        Sealed second = seal("dead1", 2);
        Path inTheWay = Files.writeString(paths.archived().resolve(second.name()), "another");
        assertThatThrownBy(() -> files.done(second, true)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(second.path()).exists();
        assertThat(inTheWay).hasContent("another");
    }

    /** I11: the name is another file's by now, and that is not uploaded. */
    @Test
    void aFileThatGotTheNameOfAnotherIsNotTakenForIt() throws Exception {
        Sealed old = seal("dead1", 1);
        files.done(old, false);
        Sealed heir = fixture.sealedBy("dead2", 7, old.earliest());
        assertThat(heir.name()).isEqualTo(old.name());

        assertThat(files.hold(old)).isFalse();
        files.done(old, false);
        files.done(old, true);
        files.quarantine(old, "wrong");
        assertThat(heir.path()).exists();
        assertThat(paths.sidecar(heir.name())).exists();
        assertThat(files.hold(heir)).isTrue();
    }

    /** I11: a crash between the two deletions of done. */
    @Test
    void aSidecarWhoseFileIsDoneIsRemovedByTheNextStart() throws Exception {
        Sealed file = seal("dead1", 1);
        Files.delete(file.path());
        assertThat(new SpoolFixture(directory).open(DirectIo.AUTO).close(SOON)).isTrue();

        assertThat(paths.sidecar(file.name())).doesNotExist();
    }

    @Test
    void notesAreReplacedWholeAndDeletedAndListed() throws Exception {
        Sealed file = seal("dead1", 1);
        assertThat(files.readNote(file.name())).isEmpty();
        files.writeNote(file.name(), "longer than the next".getBytes(UTF_8));
        files.writeNote(file.name(), NOTE);

        assertThat(files.readNote(file.name())).hasValue(NOTE);
        assertThat(files.notes()).containsExactly(file.name());
        assertThat(fixture.unfinished()).containsExactly(file.name() + ".upload");
        files.deleteNote(file.name());
        files.deleteNote(file.name());
        assertThat(files.notes()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused() {
        String name = "../../x_2026-01-02_03-04-05.log";
        assertThatThrownBy(() -> files.writeNote(name, NOTE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files.readNote("slot-0.lock")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files.claim("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** I12: a note tells of one file's object; the next file must not be taken for uploaded by it. */
    @Test
    void aNameIsNotGivenAgainWhileSomethingIsNotedOfItOrItIsInQuarantine() throws Exception {
        files.writeNote("payment_1970-01-01_00-00-01.log", NOTE);
        Files.createDirectories(paths.quarantine());
        Files.writeString(paths.quarantine().resolve("payment_1970-01-01_00-00-01_1.log"), "x");

        assertThat(sealOne(fixture, spool).name()).isEqualTo("payment_1970-01-01_00-00-01_2.log");
    }

    /** An interrupt would close the channel at work, and with a lock's the lock would go. */
    @Test
    void anInterruptedThreadIsServedAndStaysInterrupted() throws Exception {
        Sealed file = seal("dead1", 1);
        Thread.currentThread().interrupt();
        assertThat(files.leftovers()).containsExactly(file);
        Optional<Closeable> claim = files.claim("dead1");
        assertThat(files.hold(file)).isTrue();
        files.writeNote(file.name(), NOTE);
        files.appendManifest(NOTE);
        files.done(file, true);
        files.deleteNote(file.name());
        claim.orElseThrow().close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(fixture.unfinished())
                .containsExactlyInAnyOrder("manifest.jsonl", "manifest.lock", file.name() + ".json");
    }

    @Test
    void recoveryLeavesTheUploadersThingsAloneAndRemovesWhatTheDeadOnesLocked() throws Exception {
        Sealed file = seal("dead1", 1);
        files.writeNote(file.name(), NOTE);
        files.writeNote("gone_2026-01-02_03-04-05.log", NOTE);
        files.appendManifest(NOTE);
        Files.createDirectories(paths.quarantine());
        Path old = Files.writeString(paths.own().resolve("manifest-2026-01-02_03-04-05-678.jsonl"), "{}\n");
        Path quarantined = Files.writeString(paths.quarantine().resolve("a_2026-01-02_03-04-05.log"), "x");
        Path stale = Files.writeString(paths.uploadLock("dead1"), "dead1 1 h1\n");
        Path staleNote = Files.writeString(paths.temporary("dead1"), "{");
        Closeable claim = files.claim("dead2").orElseThrow();
        Path writing = Files.writeString(paths.temporary("dead2"), "{");
        assertThat(new SpoolFixture(directory).open(DirectIo.AUTO).close(SOON)).isTrue();

        assertThat(files.notes()).containsExactly("gone_2026-01-02_03-04-05.log", file.name());
        assertThat(files.manifests()).containsExactly(old, paths.manifest());
        assertThat(quarantined).exists();
        assertThat(paths.sidecar(file.name())).exists();
        assertThat(stale).doesNotExist();
        assertThat(staleNote).doesNotExist();
        assertThat(paths.uploadLock("dead2")).exists();
        assertThat(writing).exists();
        claim.close();
    }

    @Test
    void theListenerHearsOfFilesSealedAndRecoveredAndItsFailuresStopNothing() throws Exception {
        assertThat(spool.close(SOON)).isTrue(); // or it may be the one that recovers
        Files.write(
                paths.note(new SpoolPaths.FileId("payment", 3, "dead1", 1)),
                new Sidecar("payment", "h9", "dead1", 1, null, 0, TIME, TIME, 0).toJson());
        Files.writeString(paths.live("payment", 3), "left\n");
        SpoolFixture told = new SpoolFixture(directory);
        ToldFiles listener = new ToldFiles();
        told.listener = listener;
        Spool second = told.open(DirectIo.AUTO);
        sealOne(told, second);
        assertThat(second.close(SOON)).isTrue();

        assertThat(listener.sealed)
                .containsExactlyElementsOf(second.sealedFiles().own());
        assertThat(listener.sealed.get(0).bytes()).isEqualTo(4);
        assertThat(listener.sealed.get(0).records()).isEqualTo(1);
        assertThat(listener.recovered).hasValue(1);
        assertThat(files.leftovers().stream().map(Sealed::start)).containsExactly(second.start(), "dead1");
        assertThat(told.counters.get(Counter.SEALED_FILES)).isEqualTo(1);
        assertThat(told.status.count("ERROR A listener to sealed files failed")).isEqualTo(2);
    }

    /** Throws, too, at the end of each call. */
    private static final class ToldFiles implements SealedFilesListener {
        private final List<Sealed> sealed = new CopyOnWriteArrayList<>();
        private final AtomicInteger recovered = new AtomicInteger();

        @Override
        public void sealed(Sealed file) {
            sealed.add(file);
            throw new IllegalStateException("sealed");
        }

        @Override
        public void recovered() {
            recovered.incrementAndGet();
            throw new IllegalStateException("recovered");
        }

        @Override
        public void removed(String sealedName) {}
    }
}

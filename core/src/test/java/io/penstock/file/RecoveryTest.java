package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.file.SpoolPaths.FileId;
import io.penstock.status.Counter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process leaves when it dies is sealed by the next one, wherever it died. */
class RecoveryTest {
    private static final Instant OPENED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String NAME = "payment_2026-01-02_03-04-05.log";

    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private SpoolPaths paths;

    @BeforeEach
    void makeSpool() throws Exception {
        fixture = new SpoolFixture(directory);
        paths = new SpoolPaths(directory.toRealPath());
        Files.createDirectories(paths.sealed());
        Files.createDirectories(paths.own());
    }

    private void openAndClose() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(spool.close(SOON)).isTrue();
    }

    private FileId note(String start, long sequence, int slot, long headerBytes) throws Exception {
        FileId id = new FileId("payment", slot, start, sequence);
        Sidecar note = new Sidecar("payment", "h9", start, sequence, null, 0, OPENED, OPENED, headerBytes);
        Files.write(paths.note(id), note.toJson());
        return id;
    }

    /** I1, I2: killed at any moment, every line that was in a file is in a sealed file once, in order, and no file is left. */
    @Test
    void everyLineWrittenBeforeKillNineIsSealedOnce() throws Exception {
        Set<String> starts = new HashSet<>();
        List<Long> reached = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            Process child = SpoolChild.start(directory, "write");
            try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
                String told = out.readLine();
                starts.add(told.substring(told.indexOf(' ') + 1));
                long number = 0;
                while (number < 25_000 + 7_000 * round) {
                    number = Long.parseLong(out.readLine());
                }
                child.destroyForcibly();
                assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
                reached.add(number);
            }
        }
        openAndClose();

        assertThat(fixture.live()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
        assertThat(fixture.total.get(Counter.LOST_TORN)).isZero();
        int round = 0;
        for (String start : starts.stream().sorted().toList()) {
            assertThat(linesOf(start)).as("lines of round %s", round).isGreaterThanOrEqualTo(reached.get(round));
            round++;
        }
    }

    /** The lines of one start, checked to be 0, 1, 2 … over its files in the order of their sequence. */
    private long linesOf(String start) throws Exception {
        List<String> names = new ArrayList<>();
        for (String name : fixture.sealed()) {
            if (fixture.sidecar(name).start().equals(start)) {
                names.add(name);
            }
        }
        names.sort(java.util.Comparator.comparing(name -> sequence(name)));
        long expected = 0;
        for (String name : names) {
            long before = expected;
            for (String line : fixture.sealedContent(name).lines().toList()) {
                assertThat(line).as("a line of %s", name).isEqualTo(String.format("%0127d", expected++));
            }
            assertThat(fixture.sidecar(name).records()).isEqualTo(expected - before);
        }
        assertThat(names.stream().map(this::sequence)).doesNotHaveDuplicates();
        return expected;
    }

    private long sequence(String name) {
        try {
            return fixture.sidecar(name).sequence();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aLiveFileIsSealedByteForByteWithWhatItsNoteSays(int slot) throws Exception {
        note("dead1", 7, slot, 4);
        Files.writeString(paths.live("payment", slot), "<h>\none\ntwo\nthr");
        openAndClose();

        assertThat(fixture.sealedContent(NAME)).isEqualTo("<h>\none\ntwo\nthr");
        Sidecar sidecar = fixture.sidecar(NAME);
        assertThat(sidecar.start()).isEqualTo("dead1");
        assertThat(sidecar.host()).isEqualTo("h9");
        assertThat(sidecar.sequence()).isEqualTo(7);
        assertThat(sidecar.records()).isEqualTo(2);
        assertThat(fixture.total.get(Counter.LOST_TORN)).isEqualTo(1);
        assertThat(fixture.status.told).anyMatch(told -> told.startsWith("ERROR") && told.contains("(lostTorn)"));
        assertThat(fixture.unfinished()).isEmpty();
        assertThat(fixture.live()).isEmpty();
    }

    /** The latest record is as old as the file, however much later it is recovered. */
    @Test
    void aRecoveredFileTellsWhenItWasLastWritten() throws Exception {
        note("dead1", 1, 0, 0);
        Path live = paths.live("payment", 0);
        Files.writeString(live, "one\n");
        Instant written = OPENED.plusSeconds(90);
        Files.setLastModifiedTime(live, FileTime.from(written));
        openAndClose();

        assertThat(fixture.sidecar(NAME).latest()).isEqualTo(written);
    }

    @Test
    void aPreparedFileWithRecordsFollowsTheLiveOneAndAnEmptyOneIsRemoved() throws Exception {
        note("dead1", 1, 0, 0);
        Files.writeString(paths.live("payment", 0), "one\n");
        Files.writeString(paths.next(note("dead1", 2, 0, 0)), "two\n");
        Files.writeString(paths.next(note("dead1", 3, 0, 2)), "h\n");
        openAndClose();

        assertThat(fixture.sealedContent(NAME)).isEqualTo("one\n");
        String second = "payment_2026-01-02_03-04-05_1.log";
        assertThat(fixture.sealedContent(second)).isEqualTo("two\n");
        assertThat(fixture.sidecar(second).previous()).isEqualTo(NAME);
        assertThat(fixture.sealed()).hasSize(2);
        assertThat(fixture.unfinished()).isEmpty();
    }

    /** I1: what cannot be looked at delays what lies behind it and loses nothing; what does not need it goes on. */
    @Test
    void slotsThatCannotBeLookedAtAreTriedAgainUntilTheyCan() throws Exception {
        note("dead1", 1, 0, 0);
        Files.writeString(paths.live("payment", 0), "own slot\n");
        note("dead2", 1, 5, 0);
        Files.writeString(paths.live("payment", 5), "other slot\n");
        Path inTheWay = Files.createDirectory(paths.lock(3));
        Spool spool = fixture.open(DirectIo.AUTO);
        await().atMost(SOON).until(() -> fixture.sealed().contains(NAME) && fixture.status.count("trying again") > 0);
        assertThat(fixture.live()).containsExactly("payment.5.log");

        Files.delete(inTheWay);
        await().atMost(SOON).until(() -> fixture.live().isEmpty());
        assertThat(spool.close(SOON)).isTrue();
        assertThat(fixture.sealedContent(NAME)).isEqualTo("own slot\n");
        assertThat(fixture.sealedContent("payment_2026-01-02_03-04-05_1.log")).isEqualTo("other slot\n");
        assertThat(fixture.sealed()).hasSize(2);
        assertThat(fixture.unfinished()).isEmpty();
        assertThat(fixture.status.count("Recovering works again")).isOne();
        assertThat(fixture.total.get(Counter.SEALED_FILES)).isEqualTo(2);
    }

    @Test
    void aFileWhoseSidecarIsThereOnlyLacksTheRename() throws Exception {
        note("dead1", 7, 0, 0);
        Files.writeString(paths.live("payment", 0), "one\n</log>\n");
        String name = "payment_2026-01-01_00-00-00_5.log";
        Sidecar complete = new Sidecar("payment", "h9", "dead1", 7, "p.log", 1, OPENED, OPENED, 0);
        Files.write(paths.sidecar(name), complete.toJson());
        openAndClose();

        assertThat(fixture.sealed()).containsExactly(name);
        assertThat(fixture.sidecar(name)).isEqualTo(complete);
        assertThat(fixture.unfinished()).isEmpty();
    }

    @Test
    void aFileLinkedToItsSealedNameAndNotYetUnlinkedIsNotSealedTwice() throws Exception {
        note("dead1", 7, 0, 0);
        Path live = Files.writeString(paths.live("payment", 0), "one\n");
        Files.createLink(paths.sealed().resolve(NAME), live);
        Files.write(paths.sidecar(NAME), new Sidecar("payment", "h9", "dead1", 7, null, 1, OPENED, OPENED, 0).toJson());
        openAndClose();

        assertThat(fixture.sealed()).containsExactly(NAME);
        assertThat(fixture.live()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
    }

    @Test
    void leftoversThatSayNothingMoreAreRemoved() throws Exception {
        note("dead1", 7, 0, 0);
        Files.write(paths.sidecar(NAME), new Sidecar("payment", "h9", "dead1", 6, null, 1, OPENED, OPENED, 0).toJson());
        openAndClose();

        assertThat(fixture.sealed()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
    }

    /** I1: a file of ours that takes the live name while recovery is at work is not taken for the leftover. */
    @Test
    void theNewLiveFileIsNeverTakenForTheOldOne() throws Exception {
        for (int round = 0; round < 40; round++) {
            String start = "dead" + round;
            note(start, 1, 0, 0);
            Files.writeString(paths.live("payment", 0), start + "\n");
            Spool spool = fixture.open(DirectIo.AUTO);
            EventFiles files = fixture.files(spool, "payment");
            awaitNext(files);
            write(files, "ours\n", Instant.ofEpochSecond(round));
            await().atMost(SOON)
                    .ignoreException(NoSuchFileException.class) // between the two renames
                    .until(() -> Files.readString(paths.live("payment", 0)).equals("ours\n"));
            await().atMost(SOON).until(() -> fixture.unfinished().size() == 1);
            assertThat(paths.live("payment", 0)).hasContent("ours\n");
            assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(spool.close(SOON)).isTrue();
            assertThat(fixture.sealed()).hasSize(2 * (round + 1));
        }
    }

    /** Another appender's log in the same directory is nobody's leftover. */
    @Test
    void aLogWithoutANoteIsLeftAlone() throws Exception {
        Files.writeString(directory.resolve("application.log"), "not ours\n");
        openAndClose();

        assertThat(directory.resolve("application.log")).hasContent("not ours\n");
        assertThat(fixture.sealed()).isEmpty();
    }

    @Test
    void aSlotThatIsHeldIsNotRecovered() throws Exception {
        Spool holder = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(holder, "payment");
        awaitNext(files);
        write(files, "one\n");
        awaitNext(files);
        String orphan = "payment_2026-01-01_00-00-00.log";
        Sidecar sealing = new Sidecar("payment", "h1", holder.start(), 99, null, 1, OPENED, OPENED, 0);
        Files.write(paths.sidecar(orphan), sealing.toJson());

        Spool other = new SpoolFixture(directory).open(DirectIo.AUTO);
        assertThat(other.close(SOON)).isTrue();

        assertThat(directory.resolve("payment.log")).hasContent("one\n");
        assertThat(paths.sidecar(orphan)).exists();
        assertThat(fixture.sealed()).isEmpty();
        files.rotate();
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(holder.close(SOON)).isTrue();
    }

    @Test
    void preallocatedBlocksOfTheDeadAreGivenBack() throws Exception {
        FileId id = note("dead1", 1, 0, 0);
        Path live = paths.live("payment", 0);
        LogFile file;
        try {
            file = new DirectLogFile(
                    io.penstock.platform.Platform.get().fileCalls().orElseThrow(),
                    new LogFile.Terms(live, 64 << 20, true, io.penstock.config.RotationConfig.Sync.SEAL, 0),
                    OPENED,
                    () -> {});
        } catch (io.penstock.platform.ErrnoException e) {
            org.junit.jupiter.api.Assumptions.abort("O_DIRECT cannot be had: " + e.getMessage());
            return;
        }
        file.append(java.nio.ByteBuffer.wrap("one\n".getBytes(UTF_8)), 0, 4);
        file.close();
        assertThat(LogFileContract.blocksOf(live)).isGreaterThan(1000);
        assertThat(id.sequence()).isEqualTo(1);
        openAndClose();

        assertThat(fixture.sealedContent(NAME)).isEqualTo("one\n");
        assertThat(LogFileContract.blocksOf(paths.sealed().resolve(NAME))).isLessThanOrEqualTo(16);
    }
}

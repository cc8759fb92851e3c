package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.Limits;
import io.penstock.config.RetentionConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I13: what the spool keeps is bounded; what goes for want of room is counted as lost. */
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private SpoolPaths paths;

    @BeforeEach
    void makeSpool() throws Exception {
        fixture = new SpoolFixture(directory);
        fixture.clock = java.time.InstantSource.fixed(NOW);
        paths = new SpoolPaths(directory.toRealPath());
        Files.createDirectories(paths.sealed());
        Files.createDirectories(paths.archived());
        Files.createDirectories(paths.quarantine());
    }

    /** A sealed file of 100 bytes and so many records. */
    private Path keep(Path folder, int day, int records) throws Exception {
        Instant time = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(day - 1));
        String name = SealedName.of("payment", time, 0);
        Path file = Files.write(folder.resolve(name), new byte[100]);
        Files.setLastModifiedTime(file, FileTime.from(time));
        Path beside = folder.equals(paths.quarantine()) ? folder.resolve(name + ".json") : paths.sidecar(name);
        Files.write(beside, new Sidecar("payment", "h1", "s1", day, null, records, time, time, 0).toJson());
        return file;
    }

    private void openAndClose(RetentionConfig bounds) throws Exception {
        fixture.retention = bounds;
        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void theOldestGoWhenTheTotalIsTooLargeAndTheirRecordsAreCountedAsLost() throws Exception {
        Path first = keep(paths.sealed(), 1, 11);
        Path second = keep(paths.archived(), 2, 22);
        Path third = keep(paths.sealed(), 3, 33);
        Path live = Files.write(directory.resolve("other.log"), new byte[5000]);
        Path foreign = Files.write(paths.sealed().resolve("notes.txt"), new byte[5000]);
        openAndClose(new RetentionConfig(Limits.UNLIMITED, 150, 0));

        assertThat(first).doesNotExist();
        assertThat(second).doesNotExist();
        assertThat(third).exists();
        assertThat(live).exists();
        assertThat(foreign).exists();
        assertThat(SpoolFixture.names(paths.own()).stream().filter(name -> name.endsWith(".json")))
                .containsExactly(third.getFileName() + ".json");
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isEqualTo(33);
        assertThat(fixture.status.told)
                .containsExactly("INFO Retention deleted 2 sealed files, 200 bytes; 33 records are lost to maxTotalSize"
                        + " or minFree");
    }

    @Test
    void whatIsPastItsAgeGoesAndIsNotLoss() throws Exception {
        Path old = keep(paths.sealed(), 10, 11);
        Path young = keep(paths.sealed(), 19, 22);
        openAndClose(new RetentionConfig(Duration.ofDays(5), Long.MAX_VALUE, 0));

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isZero();
    }

    @Test
    void aFileGoesSoonAfterItHasComeOfAgeThoughNoOtherIsSealed() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        fixture.clock = now::get;
        Path file = keep(paths.sealed(), 10, 11);
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        fixture.retention = new RetentionConfig(Duration.ofSeconds(1), Long.MAX_VALUE, 0);
        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(file).exists();

        now.set(NOW.plusSeconds(2));
        await().atMost(SOON).until(() -> !Files.exists(file));
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void freeSpaceIsMadeFromSealedFiles() throws Exception {
        Path file = keep(paths.sealed(), 10, 11);
        openAndClose(new RetentionConfig(Limits.UNLIMITED, Long.MAX_VALUE, 100));

        assertThat(file).doesNotExist();
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isEqualTo(11);
    }

    @Test
    void boundsHoldAfterEverySealAndNewOnesHoldAtOnce() throws Exception {
        fixture.retention = new RetentionConfig(Limits.UNLIMITED, 20, 0);
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        for (int i = 0; i < 10; i++) {
            write(files, "12345678\n", Instant.ofEpochSecond(i));
            awaitNext(files);
            files.rotate();
        }
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.sealed()).hasSize(2);
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isEqualTo(8);

        spool.retention(new Keeping(new RetentionConfig(Limits.UNLIMITED, 0, 0), false));
        await().atMost(SOON).until(() -> fixture.sealed().isEmpty());
        assertThat(spool.close(SOON)).isTrue();
    }

    /** I11: age deletes nothing that waits to be uploaded, and what is uploaded goes before it when there is no room. */
    @Test
    void withAnUploadOnlyWhatIsArchivedGoesByAgeAndItGoesFirstForRoom() throws Exception {
        fixture.uploads = true;
        Path waiting = keep(paths.sealed(), 1, 11);
        Path oldest = keep(paths.archived(), 2, 22);
        Path archived = keep(paths.archived(), 18, 33);
        Path quarantined = keep(paths.quarantine(), 17, 44);
        Path young = keep(paths.sealed(), 19, 55);
        openAndClose(new RetentionConfig(Duration.ofDays(5), Long.MAX_VALUE, 0));
        assertThat(oldest).doesNotExist();
        assertThat(List.of(waiting, archived, quarantined, young)).allMatch(Files::exists);

        openAndClose(new RetentionConfig(Limits.UNLIMITED, 399, 0));
        assertThat(archived).doesNotExist();
        assertThat(List.of(waiting, quarantined, young)).allMatch(Files::exists);
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isZero();

        openAndClose(new RetentionConfig(Limits.UNLIMITED, 299, 0));
        assertThat(quarantined).doesNotExist();
        assertThat(SpoolFixture.names(paths.quarantine())).isEmpty();
        assertThat(List.of(waiting, young)).allMatch(Files::exists);
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isEqualTo(44);
        assertThat(fixture.status.told)
                .as("a loss is an error: Log4j2 prints nothing less without configuration")
                .anyMatch(told -> told.startsWith("ERROR Retention deleted 1 sealed files")
                        && told.contains("44 records are lost"));

        openAndClose(new RetentionConfig(Limits.UNLIMITED, 199, 0));
        assertThat(waiting).doesNotExist();
        assertThat(young).exists();
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isEqualTo(55);
    }

    /** I13, I1: it takes room like all that is kept, and holds no records. */
    @Test
    void aNoteInQuarantineGoesForRoomAndIsNoLoss() throws Exception {
        fixture.uploads = true;
        Path note = paths.quarantined(paths.uploadNote(SealedName.of("payment", NOW, 0)));
        Files.writeString(note, "two\nlines\n");
        Path foreign = Files.write(paths.quarantine().resolve("why.txt"), new byte[5000]);
        openAndClose(new RetentionConfig(Limits.UNLIMITED, 5, 0));

        assertThat(note).doesNotExist();
        assertThat(foreign).exists();
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isZero();
    }

    @Test
    void aFileThatIsBeingUploadedIsPassedByAndOneThatGoesIsToldAndCountedUnderItsEvent() throws Exception {
        Sealed first = fixture.sealedBy("dead1", 5, NOW.minusSeconds(30));
        Sealed second = fixture.sealedBy("dead1", 6, NOW.minusSeconds(20));
        fixture.uploads = true;
        EventCounters event = new EventCounters();
        fixture.counting = new SpoolCounters(fixture.total, name -> name.equals("payment") ? event : fixture.total);
        List<String> removed = new CopyOnWriteArrayList<>();
        fixture.listener = new SealedFilesListener() {
            @Override
            public void sealed(Sealed file) {}

            @Override
            public void recovered() {}

            @Override
            public void removed(String sealedName) {
                removed.add(sealedName);
            }
        };
        Spool spool = fixture.open(DirectIo.AUTO);
        SealedFiles files = spool.sealedFiles();
        assertThat(files.hold(first)).isTrue();
        files.writeNote(second.name(), new byte[1]);
        spool.retention(new Keeping(new RetentionConfig(Limits.UNLIMITED, 0, 0), true));
        await().atMost(SOON).until(() -> !removed.isEmpty());

        assertThat(removed).containsExactly(second.name());
        assertThat(first.path()).exists();
        assertThat(second.path()).doesNotExist();
        assertThat(files.hold(second)).isFalse();
        assertThat(files.notes()).containsExactly(second.name());
        assertThat(event.get(Counter.LOST_RETENTION)).isEqualTo(6);
        assertThat(fixture.total.get(Counter.LOST_RETENTION)).isZero();

        files.release(first);
        spool.retention(new Keeping(new RetentionConfig(Limits.UNLIMITED, 0, 0), true));
        await().atMost(SOON).until(() -> removed.contains(first.name()));
        assertThat(spool.close(SOON)).isTrue();
    }
}

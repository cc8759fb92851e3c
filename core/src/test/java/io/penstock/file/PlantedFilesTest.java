package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I14: what stands under a name of ours and is no file is reported and left, and holds up nothing. */
class PlantedFilesTest {
    private static final String SEALED = "payment_1970-01-01_00-00-01.log";
    private static final List<String> NAMES = List.of(
            "slot-0.lock",
            "slot-2.lock",
            "turn.lock",
            "upload-dead1.lock",
            "x.json",
            SEALED + ".json",
            "payment.0.dead1-1.note",
            "payment.0.dead1-2.next",
            "payment.3.dead1-1.note",
            "probe-dead1.tmp",
            "slot-0.tmp",
            "write-dead1-1.tmp",
            SEALED + ".upload",
            "manifest.jsonl",
            "manifest.lock");

    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private Path own;
    private Path victim;

    @BeforeEach
    void chooseDirectory() throws Exception {
        fixture = new SpoolFixture(directory.resolve("spool"));
        own = Files.createDirectories(directory.resolve("spool/.penstock"));
        Files.createDirectories(directory.resolve("spool/sealed"));
        victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private enum Kind {
        FIFO,
        LINK,
        /** To a name that is free: who follows it makes a file there. */
        DANGLING_LINK
    }

    private void plant(Kind kind, Path path) throws Exception {
        switch (kind) {
            case FIFO ->
                assertThat(new Shell(directory).run("mkfifo '" + path + "'")).isZero();
            case LINK -> Files.createSymbolicLink(path, victim);
            case DANGLING_LINK -> Files.createSymbolicLink(path, directory.resolve("made"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsNoFileIsReportedOnceAndLeftWhateverNameOfOursItHas(Kind kind) throws Exception {
        for (String name : NAMES) {
            plant(kind, own.resolve(name));
        }
        // of another slot, behind those that cannot be looked at
        note("dead2", 5);
        Files.writeString(directory.resolve("spool/payment.5.log"), "left\n");

        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        spool.sealedFiles().leftovers();
        assertThat(spool.sealedFiles().notes()).isEmpty();
        spool.sealedFiles().claim("dead3").orElseThrow().close();
        assertThatThrownBy(() -> spool.sealedFiles().appendManifest("{}".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        await().atMost(SOON).until(() -> fixture.sealed().size() == 2);
        assertThat(spool.close(SOON)).isTrue();

        assertThat(victim).hasContent("precious");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
                .isEqualTo("rwxr-xr-x");
        assertThat(directory.resolve("made")).doesNotExist();
        for (String name : NAMES) {
            Path path = own.resolve(name);
            assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).as(name).isTrue();
            assertThat(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .as(name)
                    .isFalse();
            assertThat(fixture.status.count("WARN " + path + " is no regular file"))
                    .as(name)
                    .isEqualTo(1);
        }
    }

    private void note(String start, int slot) throws IOException {
        Files.write(
                own.resolve("payment." + slot + "." + start + "-1.note"),
                new Sidecar("payment", "h1", start, 1, null, 0, Instant.EPOCH, Instant.EPOCH, 0).toJson());
    }

    /** The uploads go on, but for a file of which nothing can be read. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSealedFileWhoseSidecarIsNoFileIsLeftAndTheOthersAreFound(Kind kind) throws Exception {
        Sealed good = fixture.sealedBy("dead1", 1, Instant.ofEpochSecond(1));
        Sealed bad = fixture.sealedBy("dead1", 2, Instant.ofEpochSecond(2));
        Path sidecar = own.resolve(bad.name() + ".json");
        Files.delete(sidecar);
        plant(kind, sidecar);
        plant(kind, directory.resolve("spool/sealed/payment_1970-01-01_00-00-03.log"));
        Spool spool = fixture.open(DirectIo.AUTO);

        assertThat(spool.sealedFiles().leftovers()).extracting(Sealed::name).containsExactly(good.name());
        assertThat(fixture.status.count(bad.name() + " is left where it is")).isEqualTo(1);
        assertThat(bad.path()).exists();
        assertThat(spool.close(SOON)).isTrue();
    }

    /** The spool itself may be a link; of what is in it a link could lead into another spool. */
    @ParameterizedTest
    @ValueSource(strings = {"sealed", ".penstock"})
    void aSpoolWhoseOwnDirectoriesAreLinksIsRefused(String name) throws Exception {
        Path link = directory.resolve("spool").resolve(name);
        Files.delete(link);
        Files.createSymbolicLink(link, Files.createDirectory(directory.resolve("elsewhere")));

        assertThatThrownBy(() -> fixture.open(DirectIo.AUTO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(link + ": is a symbolic link: make it a directory");
        try (Stream<Path> list = Files.list(directory.resolve("elsewhere"))) {
            assertThat(list).isEmpty();
        }
    }

    @Test
    void aSpoolThatIsALinkAsAWholeIsUsed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("spool"));
        Spool spool = new SpoolFixture(link).open(DirectIo.AUTO);

        assertThat(spool.sealedFiles().directory()).isEqualTo(link.toRealPath());
        assertThat(spool.close(SOON)).isTrue();
    }

    /** The file is written under its hidden name, and sealed. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLiveNameThatIsNoFileIsLeftAndTheEventIsWrittenAllTheSame(Kind kind) throws Exception {
        Path live = directory.resolve("spool/payment.log");
        plant(kind, live);
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealedContent(SEALED)).isEqualTo("one\n");
        assertThat(victim).hasContent("precious");
        assertThat(Files.isRegularFile(live, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}

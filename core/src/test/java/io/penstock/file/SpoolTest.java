package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.config.FileFraming;
import io.penstock.config.KeyPattern;
import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.status.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolTest {
    private static final String FIRST = "payment_1970-01-01_00-00-01.log";

    @TempDir
    Path temporary;

    private SpoolFixture fixture;

    @BeforeEach
    void chooseDirectory() {
        fixture = new SpoolFixture(temporary.resolve("a/spool"));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "OFF"})
    void recordsLandInOneSealedFilePerRotation(DirectIo direct) throws Exception {
        Spool spool = fixture.open(direct);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(fixture.directory.resolve("payment.log")).hasContent("one\n");
        awaitNext(files);
        files.rotate();
        write(files, "two\n");
        awaitNext(files);

        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealedContent(FIRST)).isEqualTo("one\n");
        assertThat(fixture.sealedContent("payment_1970-01-01_00-00-01_1.log")).isEqualTo("two\n");
        Sidecar second = fixture.sidecar("payment_1970-01-01_00-00-01_1.log");
        assertThat(second)
                .isEqualTo(new Sidecar(
                        "payment",
                        "h1",
                        spool.start(),
                        2,
                        FIRST,
                        1,
                        Instant.ofEpochSecond(1),
                        Instant.ofEpochSecond(1),
                        0));
        assertThat(LogFileContract.blocksOf(fixture.directory.resolve("sealed").resolve(FIRST)))
                .as("blocks, once what was reserved ahead is given back")
                .isLessThanOrEqualTo(16);
        assertThat(fixture.counters.get(Counter.SEALED_FILES)).isEqualTo(2);
        assertThat(fixture.counters.get(Counter.ROTATIONS)).isEqualTo(1);
        assertThat(fixture.status.told).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
        assertThat(fixture.live()).isEmpty();
    }

    /** Second-resolution names opened with truncation destroyed live files elsewhere. */
    @Test
    void rotationsWithinAMillisecondKeepEveryFile() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        List<String> written = new ArrayList<>();
        awaitNext(files);
        for (int i = 0; i < 50; i++) {
            write(files, "record " + i + "\n");
            written.add("record " + i + "\n");
            awaitNext(files);
            files.rotate();
        }
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        List<String> found = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            found.add(fixture.sealedContent(SealedName.of("payment", Instant.ofEpochSecond(1), i)));
        }
        assertThat(found).isEqualTo(written);
        assertThat(fixture.sealed()).hasSize(50);
        assertThat(fixture.unfinished()).isEmpty();
    }

    @Test
    void headerIsFirstFooterIsLastAndNeitherIsARecord() throws Exception {
        FileFraming framing = new FileFraming() {
            @Override
            public byte[] header() {
                return "<log>\n".getBytes(UTF_8);
            }

            @Override
            public byte[] footer() {
                return "</log>\n".getBytes(UTF_8);
            }
        };
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = spool.eventFiles("payment", SpoolFixture.ROTATION, framing, fixture.counters, () -> {});
        awaitNext(files);
        write(files, "one\n");
        awaitNext(files);
        files.rotate();
        assertThat(files.live().isEmpty()).isTrue();
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealed()).containsExactly(FIRST);
        assertThat(fixture.sealedContent(FIRST)).isEqualTo("<log>\none\n</log>\n");
        assertThat(fixture.sidecar(FIRST).records()).isEqualTo(1);
        assertThat(fixture.live()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
    }

    /** The header is made when the file is wanted, not when it is prepared, which may be hours before its first record. */
    @Test
    void theHeaderCarriesTheTimeAtWhichTheFileIsWanted() throws Exception {
        AtomicReference<String> time = new AtomicReference<>("at 12\n");
        AtomicInteger made = new AtomicInteger();
        FileFraming framing = new FileFraming() {
            @Override
            public byte[] header() {
                made.incrementAndGet();
                return time.get().getBytes(UTF_8);
            }

            @Override
            public byte[] footer() {
                throw new IllegalStateException("no footer");
            }
        };
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = spool.eventFiles("payment", SpoolFixture.ROTATION, framing, fixture.counters, () -> {});
        files.prepareNext();
        await().atMost(SOON).until(() -> made.get() > 0);
        time.set("at 13, and longer\n");
        assertThat(files.live()).isNull();
        awaitNext(files);
        assertThat(files.live().isEmpty()).isTrue();
        write(files, "one\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealedContent(FIRST)).isEqualTo("at 13, and longer\none\n");
        assertThat(fixture.sidecar(FIRST).records()).isEqualTo(1);
        assertThat(fixture.sidecar(FIRST).headerBytes()).isEqualTo(18);
        assertThat(fixture.status.count("ERROR a file goes without its footer")).isPositive();
    }

    @Test
    void unusedFilesLeaveNothingBehind() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        assertThat(files.live()).isNotNull();
        awaitNext(files);

        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealed()).isEmpty();
        assertThat(fixture.live()).isEmpty();
        assertThat(fixture.unfinished()).isEmpty();
    }

    @Test
    void anEventThatComesBackCountsOn() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        for (int i = 1; i <= 3; i++) {
            EventFiles files = fixture.files(spool, "payment");
            awaitNext(files);
            write(files, "visit " + i + "\n", Instant.ofEpochSecond(i));
            assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(spool.close(SOON)).isTrue();

        Sidecar last = fixture.sidecar("payment_1970-01-01_00-00-03.log");
        assertThat(last.sequence()).isEqualTo(3);
        assertThat(last.previous()).isEqualTo("payment_1970-01-01_00-00-02.log");
    }

    @Test
    void aNameThatSomebodyElseTookIsPassedOver() throws Exception {
        Files.createDirectories(fixture.directory.resolve("sealed"));
        Files.writeString(fixture.directory.resolve("sealed").resolve(FIRST), "theirs");
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "ours\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealedContent(FIRST)).isEqualTo("theirs");
        assertThat(fixture.sealedContent("payment_1970-01-01_00-00-01_1.log")).isEqualTo("ours\n");
    }

    @Test
    void permissionsAreAsConfiguredWhateverTheUmask() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        Path live = fixture.directory.resolve("payment.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
                .isEqualTo("rw-r-----");
        for (String directory : List.of("", "sealed", ".penstock")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(fixture.directory.resolve(directory))))
                    .isEqualTo("rwxr-x---");
        }
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void anUnknownGroupIsNamed() {
        SpoolConfig config = new SpoolConfig(
                fixture.directory, "h1", DirectIo.AUTO, PosixFilePermissions.fromString("rw-r-----"), "no-such-group");

        assertThatThrownBy(() -> Spool.open(
                        config,
                        new Keeping(SpoolFixture.KEEP, false),
                        SealedFilesListener.NONE,
                        fixture.status,
                        SpoolCounters.allIn(fixture.total)))
                .isInstanceOf(IOException.class)
                .hasMessage("fileGroup=\"no-such-group\": there is no such group here");
    }

    @Test
    void startsAreUnique() {
        long distinct = IntStream.range(0, 1000)
                .mapToObj(i -> Spool.newStart(InstantSource.fixed(Instant.EPOCH)))
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(1000);
    }

    /** Keys reckon with it. */
    @Test
    void aStartFitsItsPlaceInKeysForThousandsOfYears() {
        String start = Spool.newStart(InstantSource.fixed(Instant.parse("5000-01-01T00:00:00Z")));

        String key = KeyPattern.DEFAULT.key("payment", Instant.EPOCH, "h1", start, 1);
        assertThat(key).matches(KeyPattern.DEFAULT.keys());
    }
}

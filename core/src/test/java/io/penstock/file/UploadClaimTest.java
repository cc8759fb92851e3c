package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.ProcessLock;
import io.penstock.platform.ProcessLock.Answer;
import java.io.Closeable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time uploads the files of a start, and asking who lives is felt by nobody. */
class UploadClaimTest {
    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private SpoolPaths paths;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void killChildren() throws Exception {
        for (Process child : children) {
            SpoolChild.kill(child);
        }
    }

    private Process start(String... mode) throws Exception {
        Process child = SpoolChild.start(directory, mode);
        children.add(child);
        return child;
    }

    @BeforeEach
    void chooseDirectory() throws Exception {
        fixture = new SpoolFixture(directory);
        paths = new SpoolPaths(directory.toRealPath());
    }

    @Test
    void aClaimIsHadOnceUntilItIsGivenBackAndItsFileGoesWithIt() throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
        Spool second = fixture.open(DirectIo.AUTO);
        Closeable claim = first.sealedFiles().claim("dead1").orElseThrow();

        assertThat(first.sealedFiles().claim("dead1")).isEmpty();
        assertThat(second.sealedFiles().claim("dead1")).isEmpty();
        assertThat(paths.uploadLock("dead1"))
                .hasContent(first.start() + " " + ProcessHandle.current().pid() + " h1\n");
        claim.close();
        assertThat(paths.uploadLock("dead1")).doesNotExist();

        Optional<Closeable> next = second.sealedFiles().claim("dead1");
        claim.close(); // once more: it is not ours any more
        assertThat(paths.uploadLock("dead1")).exists();
        assertThat(first.sealedFiles().claim("dead1")).isEmpty();
        next.orElseThrow().close();
        assertThat(first.close(SOON)).isTrue();
        assertThat(second.close(SOON)).isTrue();
    }

    @Test
    void ofTwoProcessesExactlyOneClaimsTheDeadAndAfterItsKillTheOtherCan() throws Exception {
        List<Process> both = List.of(start("claim", "dead1"), start("claim", "dead1"));
        for (Process child : both) {
            assertThat(SpoolChild.line(child)).isEqualTo("ready");
        }
        for (Process child : both) {
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
        }
        List<String> told = List.of(SpoolChild.line(both.get(0)), SpoolChild.line(both.get(1)));
        assertThat(told).containsExactlyInAnyOrder("true", "false");

        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(spool.sealedFiles().claim("dead1")).isEmpty();
        SpoolChild.kill(both.get(told.indexOf("false")));
        assertThat(spool.sealedFiles().claim("dead1")).isEmpty();
        SpoolChild.kill(both.get(told.indexOf("true")));
        assertThat(spool.sealedFiles().claim("dead1")).isPresent();
        assertThat(spool.close(SOON)).isTrue();
    }

    /** Somebody may have opened the file, and be about to lock it: deleted, it would give him a second claim. */
    @Test
    void aLockFileIsDeletedOnlyInTheTurnAndOtherwiseLeftToTheNextStart() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        Closeable claim = spool.sealedFiles().claim("dead1").orElseThrow();
        try (ProcessLock turn = SlotLock.turn(paths, "another").orElseThrow()) {
            assertThat(turn).isNotNull();
            assertThat(spool.sealedFiles().claim("dead2")).isEmpty();
            claim.close();
        }
        assertThat(paths.uploadLock("dead1")).exists();
        spool.sealedFiles().claim("dead1").orElseThrow().close();
        assertThat(paths.uploadLock("dead1")).doesNotExist();
        assertThat(spool.close(SOON)).isTrue();
    }

    /** The file is deleted by whoever gives the claim back: nobody may be left with the lock of a file without a name. */
    @Test
    void noTwoHaveAClaimHoweverOftenItIsGivenBackAndTaken() throws Exception {
        int claims = 300;
        Process child = start("contend", Integer.toString(claims));
        Spool spool = fixture.open(DirectIo.AUTO);
        assertThat(SpoolChild.line(child)).isEqualTo("ready");
        long met = new Contender(spool.sealedFiles(), directory).run(claims);

        assertThat(SpoolChild.line(child)).isEqualTo("0");
        assertThat(met).isZero();
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void aStartWaitsForWhoeverIsAskingAndTakesTheSlotThatWasAskedFor() throws Exception {
        assertThat(fixture.open(DirectIo.AUTO).close(SOON)).isTrue();
        Spool spool = whileSomebodyAsksFor(0, () -> fixture.open(DirectIo.AUTO));

        assertThat(spool.slot()).isZero();
        assertThat(spool.close(SOON)).isTrue();
    }

    @Test
    void recoveryWaitsForWhoeverIsAskingAndLeavesNoSlotOut() throws Exception {
        assertThat(fixture.open(DirectIo.AUTO).close(SOON)).isTrue();
        SlotLock.Look look = whileSomebodyAsksFor(3, () -> SlotLock.takeFree(paths, Set.of(3), "start"));

        assertThat(look.living()).isEmpty();
        assertThat(look.taken()).extracting(SlotLock::slot).containsExactly(3);
        look.taken().get(0).lock().close();
    }

    /** Has {@code work} begin while somebody is in the middle of {@link SlotLock#living}, which ends when it waits. */
    private <T> T whileSomebodyAsksFor(int slot, Callable<T> work) throws Exception {
        ProcessLock turn = SlotLock.turn(paths, "asker").orElseThrow();
        Answer asked = ProcessLock.tryTake(paths.lock(slot), "asker");
        FutureTask<T> result = new FutureTask<>(work);
        Thread worker = new Thread(result);
        worker.start();
        await().pollDelay(Duration.ZERO)
                .atMost(SOON)
                .until(() -> worker.getState() == Thread.State.TIMED_WAITING || result.isDone());
        ((Answer.Taken) asked).lock().close();
        turn.close();
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void askingWhoLivesPushesNoStartToAHigherSlotAndKeepsNoSlotFromRecovery() throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
        assertThat(first.close(SOON)).isTrue();
        Process asker = start("ask");
        assertThat(SpoolChild.line(asker)).isEqualTo("ready");
        for (int round = 0; round < 40; round++) {
            String start = "dead" + round;
            Files.write(
                    paths.note(new SpoolPaths.FileId("payment", 3, start, 1)),
                    new Sidecar("payment", "h1", start, 1, null, 0, Instant.EPOCH, Instant.EPOCH, 0).toJson());
            Files.writeString(paths.live("payment", 3), start + "\n");
            Spool spool = fixture.open(DirectIo.AUTO);
            assertThat(spool.slot()).isZero();
            assertThat(spool.close(SOON)).isTrue();
            assertThat(paths.live("payment", 3)).doesNotExist();
        }
    }

    @Test
    void claimsAndQuestionsLeaveNothingLocked() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        spool.sealedFiles().claim("dead1").orElseThrow().close();
        spool.sealedFiles().leftovers();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(String.valueOf(Security.getProperty("io.penstock.locks")))
                .doesNotContain(URLEncoder.encode(paths.own().toString(), StandardCharsets.UTF_8));
        try (Stream<String> names = System.getProperties().stringPropertyNames().stream()) {
            assertThat(names.filter(name -> name.contains(paths.own().toString())))
                    .isEmpty();
        }
    }
}

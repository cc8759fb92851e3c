package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.ProcessLock;
import io.penstock.platform.ProcessLock.Answer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Things in the way of the files thread, and out of it again. A plain file in a directory's place stops root too. */
class SpoolTroubleTest {
    @TempDir
    Path directory;

    private SpoolFixture fixture;
    private Spool spool;
    private EventFiles files;

    @BeforeEach
    void open() throws Exception {
        fixture = new SpoolFixture(directory);
        spool = fixture.open(DirectIo.AUTO);
        files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "one\n");
    }

    private void putInTheWay(String name) throws Exception {
        Files.move(directory.resolve(name), directory.resolve(name + ".away"));
        Files.writeString(directory.resolve(name), "in the way");
    }

    private void outOfTheWay(String name) throws Exception {
        Files.delete(directory.resolve(name));
        Files.move(directory.resolve(name + ".away"), directory.resolve(name));
    }

    /** I10: while the next file cannot be opened the writer stays with the one it has; it is told once, and once when healed. */
    @Test
    void nextFileThatCannotBeOpenedIsTriedAgainUntilItCan() throws Exception {
        putInTheWay(".penstock");
        files.prepareNext();
        await().pollDelay(Duration.ZERO).atMost(SOON).until(files::nextFailed);
        files.prepareNext();
        write(files, "two\n");
        assertThat(files.nextReady()).isFalse();
        assertThat(directory.resolve("payment.log")).hasContent("one\ntwo\n");
        assertThat(fixture.status.count("ERROR Preparing the next file failed for payment"))
                .isEqualTo(1);

        outOfTheWay(".penstock");
        await().pollDelay(Duration.ZERO).atMost(SOON).until(() -> files.nextReady() && !files.nextFailed());
        assertThat(fixture.status.count("WARN Preparing the next file works again after"))
                .isEqualTo(1);
        files.rotate();
        write(files, "three\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();
        assertThat(fixture.sealed()).hasSize(2);
    }

    /** I1, I13: a file that cannot be sealed is kept and tried again; no more than a few wait, then the writer stays. */
    @Test
    void filesThatCannotBeSealedWaitAndAreBounded() throws Exception {
        putInTheWay("sealed");
        int rotations = 0;
        files.prepareNext();
        while (rotations < 10 * Lane.MOST_UNSEALED) {
            await().pollDelay(Duration.ZERO).atMost(SOON).until(() -> files.nextReady() || files.nextFailed());
            if (!files.nextReady()) {
                break;
            }
            files.rotate();
            write(files, "after rotation " + ++rotations + "\n");
            files.prepareNext();
        }
        assertThat(rotations).isBetween(Lane.MOST_UNSEALED, Lane.MOST_UNSEALED + 2);
        await().atMost(SOON).until(() -> fixture.status.count("ERROR Sealing a file failed for payment") == 1);

        outOfTheWay("sealed");
        await().pollDelay(Duration.ZERO).atMost(SOON).until(files::nextReady);
        CompletableFuture<Boolean> last = files.seal();
        assertThat(last.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();
        assertThat(fixture.sealed()).hasSize(rotations + 1);
        assertThat(fixture.status.count("WARN Sealing a file works again after"))
                .isEqualTo(1);
        StringBuilder content = new StringBuilder();
        for (int i = 0; i <= rotations; i++) {
            content.append(fixture.sealedContent(SealedName.of("payment", java.time.Instant.ofEpochSecond(1), i)));
        }
        assertThat(content.toString().lines()).hasSize(rotations + 1).startsWith("one", "after rotation 1");
        assertThat(fixture.unfinished()).isEmpty();
    }

    /** What is not sealed in time is left to recovery, and says so. */
    @Test
    void closeSaysWhatItCouldNotSeal() throws Exception {
        putInTheWay("sealed");
        CompletableFuture<Boolean> sealed = files.seal();

        assertThat(spool.close(Duration.ofMillis(300))).isFalse();

        assertThat(sealed.get(30, TimeUnit.SECONDS)).isFalse();
        awaitFreeSlot();
        outOfTheWay("sealed");
        Spool again = fixture.open(DirectIo.AUTO);
        assertThat(again.slot()).isZero();
        assertThat(again.close(SOON)).isTrue();
        assertThat(fixture.sealed()).hasSize(1);
        assertThat(fixture.sealedContent(fixture.sealed().get(0))).isEqualTo("one\n");
        assertThat(fixture.unfinished()).isEmpty();
    }

    /** The last that a files thread does, after it has said what it could not seal. */
    private void awaitFreeSlot() throws Exception {
        Path lock = new SpoolPaths(directory.toRealPath()).lock(0);
        await().atMost(SOON).until(() -> {
            Answer answer = ProcessLock.tryTake(lock, "asker");
            if (answer instanceof Answer.Taken taken) {
                taken.lock().close();
            }
            return answer instanceof Answer.Taken;
        });
    }

    /** A file of our name that is not ours is moved on before ours takes the name; none replaces the other. */
    @Test
    void aForeignFileUnderTheLiveNameIsSealedFirst() throws Exception {
        Files.writeString(directory.resolve("login.log"), "left by hand\n");
        EventFiles login = fixture.files(spool, "login");
        awaitNext(login);
        write(login, "ours\n");
        await().atMost(SOON)
                .ignoreException(NoSuchFileException.class) // between the two renames
                .until(() -> Files.readString(directory.resolve("login.log")).equals("ours\n"));
        assertThat(login.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spool.close(SOON)).isTrue();

        assertThat(fixture.sealed()).hasSize(3);
        assertThat(fixture.status.count("login.log was there before")).isEqualTo(1);
        assertThat(fixture.unfinished()).isEmpty();
    }
}

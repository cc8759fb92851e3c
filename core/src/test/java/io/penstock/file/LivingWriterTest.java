package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** I2: what is written to is not sealed by others, also when its slot was lost. */
class LivingWriterTest {
    @TempDir
    Path directory;

    private Process writer;

    @AfterEach
    void killWriter() throws Exception {
        SpoolChild.kill(writer);
    }

    /** Somebody cleans up while the writer is stopped, which else would take its slot again. */
    @ParameterizedTest
    @EnumSource(value = DirectIo.class, mode = Mode.EXCLUDE, names = "ON")
    void aFileThatIsWrittenToIsSealedOnlyWhenItsWriterHasEndedThoughItsLockFileWasRemoved(DirectIo direct)
            throws Exception {
        writer = SpoolChild.start(directory, "pause", direct.name());
        assertThat(SpoolChild.line(writer)).isEqualTo("written");
        signal("STOP");
        Files.delete(directory.resolve(".penstock/slot-0.lock"));
        SpoolFixture fixture = new SpoolFixture(directory);
        Spool second = fixture.open(DirectIo.AUTO);
        assertThat(second.slot()).isZero();

        String refusal = directory.toRealPath().resolve("payment.log") + " is being written to";
        await().atMost(SOON).until(() -> fixture.status.count(refusal) == 1);
        signal("CONT");
        next();
        assertThat(SpoolChild.line(writer)).isEqualTo("written");
        assertThat(fixture.sealed()).isEmpty();
        assertThat(directory.resolve("payment.log")).hasContent("line\n".repeat(2 * SpoolChild.LINES));

        next();
        await().atMost(SOON).until(() -> fixture.sealed().size() == 1);
        String name = fixture.sealed().get(0);
        assertThat(fixture.sealedContent(name)).isEqualTo("line\n".repeat(2 * SpoolChild.LINES));
        assertThat(fixture.sidecar(name).records()).isEqualTo(2 * SpoolChild.LINES);
        assertThat(second.close(SOON)).isTrue();
    }

    private void signal(String name) throws Exception {
        assertThat(new Shell(directory).run("kill -" + name + " " + writer.pid()))
                .isZero();
    }

    private void next() throws Exception {
        writer.getOutputStream().write('\n');
        writer.getOutputStream().flush();
    }

    /** A second owner of a slot neither takes the names of the first one's files nor loses its own. */
    @Test
    void aSecondOwnerOfASlotWritesBesideTheFirst() throws Exception {
        writer = SpoolChild.start(directory, "pause", "AUTO");
        assertThat(SpoolChild.line(writer)).isEqualTo("written");
        signal("STOP");
        Files.delete(directory.resolve(".penstock/slot-0.lock"));
        SpoolFixture fixture = new SpoolFixture(directory);
        Spool second = fixture.open(DirectIo.AUTO);
        EventFiles files = fixture.files(second, "payment");
        SpoolFixture.awaitNext(files);
        SpoolFixture.write(files, "second\n");
        var sealed = files.seal();
        await().atMost(SOON).until(() -> fixture.sealed().size() == 1);
        assertThat(fixture.sealedContent(fixture.sealed().get(0))).isEqualTo("second\n");
        assertThat(sealed.join()).isTrue();

        signal("CONT");
        next();
        assertThat(SpoolChild.line(writer)).isEqualTo("written");
        assertThat(directory.resolve("payment.log")).hasContent("line\n".repeat(2 * SpoolChild.LINES));
        assertThat(second.close(SOON)).isTrue();
    }
}

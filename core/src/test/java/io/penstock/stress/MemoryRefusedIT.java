package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Penstock;
import io.penstock.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I1, I13: memory that the system refuses costs records, which are counted, and no log call an Error. */
class MemoryRefusedIT {
    @TempDir
    Path directory;

    @Test
    void whileTheSystemRefusesMemoryRecordsOverflowOrAreDroppedAndCountedAndThenTheirEventsAreOpened()
            throws Exception {
        ChildJvm.of(MemoryRefusedScenario.class, directory.resolve("spool").toString())
                .without("jna-")
                .options("-Xmx128m", "-XX:MaxDirectMemorySize=4108k")
                .run(directory.resolve("child.err"));
    }

    @Test
    void aStartThatCannotHaveTheLeastSaysWhyAndLeavesNothingOpen() throws Exception {
        ChildJvm.of(NoMemoryToStart.class, directory.resolve("spool").toString())
                .without("jna-")
                .options("-XX:MaxDirectMemorySize=40k")
                .run(directory.resolve("child.err"));
    }

    static final class NoMemoryToStart {
        private NoMemoryToStart() {}

        public static void main(String[] arguments) throws Exception {
            Setup setup = Setup.in(Path.of(arguments[0])).buffer("maxMemory", "64 MB");
            assertThatThrownBy(() -> {
                        Penstock opened = setup.open(new Told());
                        opened.close(Duration.ZERO);
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no memory to write files with")
                    .hasMessageContaining("-XX:MaxDirectMemorySize");
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> Penstock.isOwnThread(thread.getName()));
        }
    }
}

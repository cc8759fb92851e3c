package io.penstock.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.contender.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {
    private static final List<String> EVENTS = List.of("login", "payment");
    private static final List<long[]> TWO_LOGINS_ONE_PAYMENT = List.of(new long[] {2, 1});

    @TempDir
    Path directory;

    @Test
    void whatWasLoggedIsComplete() throws IOException {
        write("login_2026-11-20_10-00-00.log", line("login", 1), line("login", 2));
        write("payment_2026-11-20_10-00-00.log", line("payment", 1));

        CheckedFiles files = check(Output.FILE_PER_EVENT);

        assertThat(files.isComplete()).isTrue();
        assertThat(files.lines()).isEqualTo(3);
        assertThat(files.files()).isEqualTo(2);
    }

    @Test
    void oneFileMayMixEvents() throws IOException {
        write("all.log", line("login", 1), line("payment", 1), line("login", 2));

        assertThat(check(Output.ONE_FILE).isComplete()).isTrue();
    }

    @Test
    void theOrderGoesOnInTheNextFileOfAnEvent() throws IOException {
        write("login_2026-11-20_10-00-00.log", line("login", 1));
        write("login_2026-11-20_10-00-00_1.log", line("login", 2));
        write("payment.log", line("payment", 1));

        assertThat(check(Output.FILE_PER_EVENT).isComplete()).isTrue();
    }

    @Test
    void aMissingLineIsCounted() throws IOException {
        write("all.log", line("login", 2), line("payment", 1));

        assertThat(check(Output.ONE_FILE).missing()).isEqualTo(1);
    }

    @Test
    void aDoubledLineIsCounted() throws IOException {
        write("all.log", line("login", 1), line("login", 1), line("login", 2), line("payment", 1));

        assertThat(check(Output.ONE_FILE).outOfOrder()).isEqualTo(1);
    }

    @Test
    void aDisplacedLineIsCounted() throws IOException {
        write("all.log", line("login", 2), line("login", 1), line("payment", 1));

        assertThat(check(Output.ONE_FILE).outOfOrder()).isEqualTo(1);
    }

    @Test
    void aLineInAnotherEventsFileIsCounted() throws IOException {
        write("login.log", line("login", 1), line("login", 2), line("payment", 1));

        assertThat(check(Output.FILE_PER_EVENT).misplaced()).isEqualTo(1);
    }

    @Test
    void aCutLineIsUnreadableAndMissing() throws IOException {
        write("all.log", line("login", 1), line("payment", 1), line("login", 2).substring(0, 70));

        CheckedFiles files = check(Output.ONE_FILE);

        assertThat(files.unreadable()).isEqualTo(1);
        assertThat(files.missing()).isEqualTo(1);
    }

    @Test
    void aLastLineWithoutLineFeedIsUnreadable() throws IOException {
        write("all.log", line("login", 1), line("payment", 1));
        Files.writeString(directory.resolve("all.log"), line("login", 2), java.nio.file.StandardOpenOption.APPEND);

        assertThat(check(Output.ONE_FILE).isComplete()).isFalse();
    }

    @Test
    void bytesThatNobodyLoggedAreUnreadable() throws IOException {
        write("all.log", line("login", 1), line("login", 2), line("payment", 1), "\0\0\0\0");

        assertThat(check(Output.ONE_FILE).unreadable()).isEqualTo(1);
    }

    private CheckedFiles check(Output output) throws IOException {
        return FileCheck.of(directory, EVENTS, TWO_LOGINS_ONE_PAYMENT, output);
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(directory.resolve(name), List.of(lines));
    }

    private static String line(String event, int number) {
        return "2026-11-20T10:00:00,123+00:00 INFO  [worker-0] c.e.s.Checkout - " + event + " #" + number
                + " customer 781037 amount 3143 took 0 ms";
    }
}

package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I1: a JVM that just ends leaves nothing in its buffers, and Penstock leaves nothing on its console. */
class JvmExitIT {
    private static final List<String> ALL = IntStream.range(0, ExitingService.RECORDS)
            .mapToObj(i -> "number " + i)
            .toList();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"main returns", "System.exit", "Logback's own hook stops it"})
    void everythingAcceptedIsInSealedFiles(String ending) throws Exception {
        run(ending);

        SpoolReader spool = new SpoolReader(directory);
        assertThat(spool.lines("payment")).isEqualTo(ALL);
        assertThat(spool.sealed("payment")).isNotEmpty();
        assertThat(directory.resolve("payment.log"))
                .satisfiesAnyOf(
                        live -> assertThat(live).doesNotExist(),
                        live -> assertThat(live).isEmptyFile());
    }

    @Test
    void whatOtherHooksLogAfterOursIsFlushedAtOnce() throws Exception {
        run("a hook goes on logging");

        SpoolReader spool = new SpoolReader(directory);
        assertThat(spool.lines("payment"))
                .hasSize(ALL.size() + 1)
                .startsWith(ALL.get(0))
                .endsWith(ExitingService.LAST_WORD);
    }

    /** What a stopping context still has to deliver finds a closed appender, and nobody to wait for. */
    @Test
    void aSharedAppenderDoesNotMakeTheJvmWaitForASuccessor() throws Exception {
        Duration usual = exitTime(directory.resolve("usual"), "Logback's own hook stops it");
        Duration late = exitTime(
                directory.resolve("late"), "Logback's own hook stops it, with an AsyncAppender full of late records");

        // it would wait for ten seconds; what else it takes is as long as the machine makes it
        assertThat(late).isLessThan(usual.multipliedBy(2).plusSeconds(9));
    }

    private static Duration exitTime(Path spool, String ending) throws Exception {
        run(Files.createDirectory(spool), ending);
        Instant began =
                Files.getLastModifiedTime(spool.resolve(ExitingService.EXITING)).toInstant();
        return Duration.between(began, Instant.now());
    }

    /** I1: files may grow to 64 KB here, and writing fails from there on. No status listener is registered. */
    @ParameterizedTest
    @ValueSource(strings = {"System.exit, briefly", "Logback's own hook stops it, briefly"})
    void whatIsLostAtTheEndIsPrinted(String ending) throws Exception {
        Process service = ExitingService.start(directory, ending, "bash", "-c", "ulimit -f 64; exec \"$@\"", "limited");
        String console = new String(service.getInputStream().readAllBytes(), UTF_8);
        assertThat(service.waitFor()).as(console).isZero();

        List<String> lines =
                console.lines().filter(line -> line.contains(" are lost")).toList();
        assertThat(lines).as("%s", console).hasSize(1);
        assertThat(lines.get(0)).contains("|-ERROR in io.penstock.logback.EventFileAppender");
        Matcher lost = Pattern.compile("(\\d+) records").matcher(lines.get(0));
        assertThat(lost.find()).as(lines.get(0)).isTrue();
        List<String> onDisk = new SpoolReader(directory).lines("payment");
        assertThat(wholeOnesOf(onDisk) + Integer.parseInt(lost.group(1)))
                .as("%s", console)
                .isEqualTo(ExitingService.RECORDS);
    }

    /** The file may end in the beginning of a record, where the limit was. */
    private static int wholeOnesOf(List<String> onDisk) {
        int last = onDisk.size() - 1;
        return onDisk.isEmpty() || onDisk.get(last).equals(ALL.get(last)) ? onDisk.size() : last;
    }

    private void run(String ending) throws Exception {
        run(directory, ending);
    }

    private static void run(Path spool, String ending) throws Exception {
        Process service = ExitingService.start(spool, ending);
        String console = new String(service.getInputStream().readAllBytes(), UTF_8);
        assertThat(service.waitFor()).as(console).isZero();
        assertThat(console).isEmpty();
    }
}

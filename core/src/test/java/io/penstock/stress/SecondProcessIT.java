package io.penstock.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process in the same directory, alive or killed. */
class SecondProcessIT {
    static final List<String> EVENTS = List.of("payment", "login");

    private final Told told = new Told();

    @TempDir
    Path directory;

    private Path spool() throws IOException {
        return Files.createDirectories(directory.resolve("spool"));
    }

    /** I1, I12: each process has its own live files and seals them beside the other's; neither disturbs the other. */
    @Test
    void twoProcessesInOneDirectoryAreBothAccountedFor() throws Exception {
        Penstock penstock = Setup.in(spool()).rotation("size", "2 MB").open(told);
        AtomicBoolean enough = new AtomicBoolean();
        Load load = new Load(2, EVENTS.toArray(String[]::new));
        assertThat(penstock.append("payment", Ledger.line(9, 0, 0))).isEqualTo(Append.ACCEPTED);
        load.start(penstock, 200_000, enough::get);
        ChildJvm.of(CrashScenario.class, spool().toString(), "beside").run(directory.resolve("child.err"));
        enough.set(true);
        load.join();
        assertThat(Files.readString(directory.resolve("child.err"))).isEmpty();
        assertThat(penstock.close(Duration.ofMinutes(1))).as("%s", told).isTrue();

        long lines = 0;
        for (String event : EVENTS) {
            Map<Integer, List<Long>> read = Ledger.read(Ledger.sealed(spool(), event));
            assertThat(read.get(CrashScenario.THREAD))
                    .as("%s of the other process", event)
                    .isEqualTo(LongStream.range(0, CrashScenario.BESIDE_RECORDS)
                            .boxed()
                            .toList());
            lines += read.get(0).size() + read.get(1).size();
        }
        assertThat(lines).isEqualTo(load.count(Append.ACCEPTED)).isEqualTo(load.attempted());
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(lines + 1);
    }

    /** The second process's live files carry its slot. */
    @Test
    void theSecondProcessWritesUnderItsSlot() throws Exception {
        Penstock penstock = Setup.in(spool()).open(told);
        assertThat(penstock.append("payment", "ours\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.flush(Duration.ofSeconds(30))).isTrue();
        Process child =
                ChildJvm.of(CrashScenario.class, spool().toString(), "endless").start(directory.resolve("child.err"));
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("499");
            // not for the moment in which the child rotates
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(spool().resolve("payment.1.log")).exists());
            assertThat(spool().resolve("payment.log")).hasContent("ours\n");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(penstock.close(Duration.ofMinutes(1))).as("%s", told).isTrue();
    }

    /** What had been flushed when the process was killed is in sealed files after the next start, in order; at most the last record of a live file is torn, and counted. */
    @RepeatedTest(3)
    void afterAKillTheNextStartSealsEverythingThatWasFlushed() throws Exception {
        Process child =
                ChildJvm.of(CrashScenario.class, spool().toString(), "endless").start(directory.resolve("child.err"));
        long flushed = -1;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (int i = 0; i < 40; i++) {
                flushed = Long.parseLong(out.readLine());
            }
            child.toHandle().destroyForcibly(); // Process.destroyForcibly would close what is still to be read
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                flushed = Long.parseLong(line);
            }
        }
        Penstock next = Setup.in(spool()).open(told);
        assertThat(next.append("payment", Ledger.line(8, 0, 0))).isEqualTo(Append.ACCEPTED);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> noLeftovers("login.log"));
        assertThat(next.close(Duration.ofMinutes(1))).as("%s", told).isTrue();

        long torn = 0;
        for (String event : EVENTS) {
            torn += cutTornLines(Ledger.sealed(spool(), event));
            List<Long> numbers = Ledger.read(Ledger.sealed(spool(), event)).get(CrashScenario.THREAD);
            assertThat(numbers)
                    .isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
            assertThat(numbers).as(event).hasSizeGreaterThan((int) flushed);
        }
        assertThat(next.stats().total().get("lostTorn")).isEqualTo(torn).isLessThanOrEqualTo(2);
    }

    private boolean noLeftovers(String live) throws IOException {
        try (Stream<Path> own = Files.list(spool().resolve(".penstock"))) {
            return !Files.exists(spool().resolve(live))
                    && own.noneMatch(path -> path.getFileName().toString().startsWith("login.")
                            && path.getFileName().toString().endsWith(".note"));
        }
    }

    /** Takes the beginning of a record off the end of each file that ends in one. Returns how many there were. */
    private static long cutTornLines(List<Path> files) throws IOException {
        long torn = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end < bytes.length) {
                torn++;
                Files.write(file, Arrays.copyOf(bytes, end));
            }
        }
        return torn;
    }
}

package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/** A frozen ext4 file system: every write to it waits in the kernel until it is thawed. */
final class HungDiskScenario {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int RECORDS = 20_000;

    private final Path disk;
    private final Path elsewhere;
    private final Setup setup;
    private final Told told = new Told();

    private HungDiskScenario(Path disk, Path elsewhere, String directIo) {
        this.disk = disk;
        this.elsewhere = elsewhere;
        setup = Setup.in(disk.resolve("spool")).rotation("directIo", directIo);
    }

    /** Arguments: mount point of an ext4 file system of its own, a directory elsewhere, directIo, what shall happen. */
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        HungDiskScenario scenario = new HungDiskScenario(disk, Path.of(arguments[1]), arguments[2]);
        try {
            if (arguments[3].equals("stop")) {
                scenario.stops();
            } else {
                scenario.writesOversize();
            }
        } finally {
            new ProcessBuilder("fsfreeze", "-u", disk.toString()).start().waitFor();
        }
    }

    private void freeze(String flag) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("fsfreeze", flag, disk.toString()).start().waitFor())
                .isZero();
    }

    /** The stop returns and says what is lost; no later pipeline gets memory that the write still reads; the rest follows when the disk is back. */
    private void stops() throws Exception {
        Setup large = setup.buffer("size", "8 MB").buffer("shards", "1");
        Penstock penstock = large.open(told);
        append(penstock, 0, 1);
        assertThat(penstock.flush(LONG)).isTrue();
        freeze("-f");
        append(penstock, 1, RECORDS);
        assertThat(penstock.close(Duration.ofSeconds(2))).isFalse();

        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted")).isEqualTo(RECORDS);
        assertThat(total.get("lostWrite")).isEqualTo(RECORDS - 1);
        assertThat(total.get("liveEvents")).isZero();
        assertThat(told.count(RECORDS - 1 + " records could not be written"))
                .as("%s", told)
                .isEqualTo(1);

        Penstock other =
                Setup.in(elsewhere).buffer("size", "8 MB").buffer("shards", "1").open(new Told());
        append(other, 0, RECORDS);
        assertThat(other.flush(LONG)).isTrue();
        freeze("-u");
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(told.contains("the write that hung has returned"))
                        .as("%s", told)
                        .isTrue());
        assertThat(penstock.stats().total().get("lostWrite")).isZero();
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertSealed(disk.resolve("spool")));
        assertThat(other.close(LONG)).isTrue();
        assertSealed(elsewhere);
    }

    private static void append(Penstock penstock, long from, long to) {
        for (long number = from; number < to; number++) {
            byte[] line = Ledger.line(0, number, 60);
            assertThat(penstock.append("payment", 1, false, line, 0, line.length))
                    .isEqualTo(Append.ACCEPTED);
        }
    }

    private static void assertSealed(Path spool) throws IOException {
        Map<Integer, List<Long>> read = Ledger.read(Ledger.sealed(spool, "payment"));
        assertThat(read.get(0)).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
    }

    /** The caller has its array back after blockTimeout, though the write that reads it hangs. */
    private void writesOversize() throws Exception {
        Penstock penstock = setup.with("blockTimeout", "2 s").open(told);
        assertThat(penstock.append("payment", "first\n")).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.flush(LONG)).isTrue();
        byte[] huge = ("h".repeat(6 << 20) + "\n").getBytes(US_ASCII);
        byte[] expected = huge.clone();
        freeze("-f");
        CompletableFuture<Append> appending = CompletableFuture.supplyAsync(() -> penstock.append("payment", huge));
        Append outcome = appending.get(LONG.toSeconds(), TimeUnit.SECONDS); // the disk is frozen until then
        Arrays.fill(huge, (byte) 'x');
        freeze("-u");
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertThat(outcome).isIn(Append.ACCEPTED, Append.DROPPED_OVERSIZE);
        byte[] content = Files.readAllBytes(
                Ledger.sealed(disk.resolve("spool"), "payment").get(0));
        byte[] wanted = outcome == Append.ACCEPTED ? expected : new byte[0];
        assertThat(Arrays.mismatch(Arrays.copyOfRange(content, 6, content.length), wanted))
                .isEqualTo(-1);
    }
}

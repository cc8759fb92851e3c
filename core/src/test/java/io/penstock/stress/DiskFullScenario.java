package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A file system of a few megabytes that is full, and is freed again or not. */
final class DiskFullScenario {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** More than is left beside the ballast. */
    private static final int RECORDS = 4_500;

    private final Path disk;
    private final Path ballast;
    private final Told told = new Told();
    private final Setup setup;

    private DiskFullScenario(Path disk, String directIo) throws IOException {
        this.disk = disk;
        ballast = disk.resolve("ballast");
        setup = Setup.in(disk.resolve("spool")).rotation("directIo", directIo).rotation("preallocate", "false");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            out.write(new byte[12 << 20]);
        }
    }

    /** Arguments: mount point of a file system of 16 MB, directIo, what shall happen. */
    public static void main(String[] arguments) throws Exception {
        DiskFullScenario scenario = new DiskFullScenario(Path.of(arguments[0]), arguments[1]);
        switch (arguments[2]) {
            case "block" -> scenario.blocks();
            case "drop" -> scenario.drops();
            case "oversize" -> scenario.withdrawsOversize();
            case "half" -> scenario.keepsHalfWritten();
            case "stays" -> scenario.staysFull();
            default -> throw new IllegalArgumentException(arguments[2]);
        }
    }

    private Load load() {
        Load load = new Load(3, "payment", "login");
        load.extra = number -> 300 + number % 97;
        return load;
    }

    private void awaitFull(Penstock penstock, String counter) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> penstock.stats().total().get("flushErrors") > 0
                        && penstock.stats().total().get(counter) > 0);
    }

    /** Slows the application down, loses nothing, heals by itself. */
    private void blocks() throws Exception {
        Penstock penstock = setup.open(told);
        Load load = load().start(penstock, RECORDS, () -> false);
        Awaitility.await().atMost(LONG).until(() -> penstock.stats().total().get("flushErrors") > 3);
        Files.delete(ballast);
        load.join();
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertThat(load.count(Append.ACCEPTED)).as("%s", told).isEqualTo(load.attempted());
        assertThat(penstock.stats().total().get("blocked")).isPositive();
        load.assertCounted(penstock.stats().total());
        load.assertLanded(disk.resolve("spool"));
        assertThat(told.contains("writing works again")).as("%s", told).isTrue();
    }

    private void drops() throws Exception {
        Penstock penstock = setup.with("onFull", "drop").open(told);
        AtomicLong enough = new AtomicLong(Long.MAX_VALUE);
        Load load = load();
        load.start(penstock, Integer.MAX_VALUE, () -> load.count(Append.ACCEPTED) >= enough.get());
        awaitFull(penstock, "droppedFull");
        Files.delete(ballast);
        // 2 MB: whoever goes on until he is seen to has filled the disk again
        enough.set(load.count(Append.ACCEPTED) + 5_000);
        load.join();
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        load.assertCounted(penstock.stats().total());
        load.assertLanded(disk.resolve("spool"));
    }

    /** The caller of an oversize record waits for blockTimeout, then takes it back; it never comes into the file. */
    private void withdrawsOversize() throws Exception {
        Penstock penstock =
                setup.with("onFull", "drop").with("blockTimeout", "2 s").open(told);
        AtomicBoolean full = new AtomicBoolean();
        Load load = load().start(penstock, Integer.MAX_VALUE, full::get);
        awaitFull(penstock, "droppedFull");
        full.set(true);
        load.join();
        byte[] oversize = "o".repeat(100_000).getBytes(US_ASCII);
        long start = System.nanoTime();
        Append outcome = penstock.append("alone", oversize);
        assertThat(outcome).isIn(Append.DROPPED_OVERSIZE, Append.DROPPED_FULL);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(penstock.append("payment", oversize)).isIn(Append.DROPPED_OVERSIZE, Append.DROPPED_FULL);
        assertThat(penstock.append("alone", "small\n")).isEqualTo(Append.ACCEPTED);
        Files.delete(ballast);
        assertThat(penstock.flush(LONG)).as("%s", told).isTrue();
        assertThat(penstock.append("alone", oversize)).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        List<Path> alone = Ledger.sealed(disk.resolve("spool"), "alone");
        assertThat(alone).hasSize(1);
        assertThat(Files.readString(alone.get(0))).isEqualTo("small\n" + new String(oversize, US_ASCII));
        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted")).isEqualTo(load.count(Append.ACCEPTED) + 2);
        assertThat(total.get("droppedOversize")).as("%s", total).isPositive();
        assertThat(total.get("droppedOversize") + total.get("droppedFull"))
                .isEqualTo(load.count(Append.DROPPED_FULL) + 2);
    }

    /** The disk is full in the middle of a large record: its caller is let go, the rest follows when there is room, or is counted as lost. */
    private void keepsHalfWritten() throws Exception {
        Penstock penstock = setup.with("blockTimeout", "2 s").open(told);
        byte[] huge = ("h".repeat(6 << 20) + "\n").getBytes(US_ASCII);
        byte[] overwritten = huge.clone();
        long start = System.nanoTime();
        assertThat(penstock.append("payment", overwritten)).as("%s", told).isEqualTo(Append.ACCEPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        Arrays.fill(overwritten, (byte) 'x');
        Files.delete(ballast);
        assertThat(penstock.flush(LONG)).as("%s", told).isTrue();
        assertThat(penstock.close("payment", LONG)).as("%s", told).isTrue();
        List<Path> payment = Ledger.sealed(disk.resolve("spool"), "payment");
        assertThat(payment).hasSize(1);
        assertThat(Arrays.mismatch(Files.readAllBytes(payment.get(0)), huge)).isEqualTo(-1);

        byte[] greater = new byte[12 << 20];
        assertThat(penstock.append("login", greater)).isEqualTo(Append.ACCEPTED);
        assertThat(penstock.close(Duration.ofSeconds(2))).isFalse();
        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted")).as("%s", total).isEqualTo(2);
        assertThat(total.get("lostWrite")).as("%s", total).isEqualTo(1);
    }

    /** I1: accepted = on disk + reported lost, and close comes back in time. */
    private void staysFull() throws Exception {
        Penstock penstock = setup.with("onFull", "drop").open(told);
        AtomicBoolean enough = new AtomicBoolean();
        Load load = load().start(penstock, Integer.MAX_VALUE, enough::get);
        awaitFull(penstock, "droppedFull");
        enough.set(true);
        load.join();
        long start = System.nanoTime();
        assertThat(penstock.close(Duration.ofSeconds(2))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

        EventStats total = penstock.stats().total();
        load.assertCounted(total);
        assertThat(total.get("lostWrite")).isPositive();
        assertThat(wholeLines() + total.get("lostWrite")).as("%s", total).isEqualTo(total.get("accepted"));
        assertThat(penstock.append("payment", "late\n")).isEqualTo(Append.REFUSED_CLOSED);
    }

    private long wholeLines() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(disk.resolve("spool"), disk.resolve("spool/sealed"))) {
            try (Stream<Path> here = Files.list(folder)) {
                here.filter(file -> file.toString().endsWith(".log")).forEach(files::add);
            }
        }
        long lines = 0;
        for (Path file : files) {
            for (byte one : Files.readAllBytes(file)) {
                lines += one == '\n' ? 1 : 0;
            }
        }
        return lines;
    }
}

package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I1, I2, I3: what was accepted is in the files, once, whole, in each thread's order, however small buffers and files are. */
class AccountingStressTest {
    private static final int THREADS = 4;
    private static final int RECORDS = 40_000;

    private final Told told = new Told();

    @TempDir
    Path directory;

    /** Frames of every size in 16 KB buffers, a file every few thousand records, shards added while the load is on. */
    @ParameterizedTest
    @CsvSource({"auto,strict,4", "off,strict,4", "auto,thread,4", "off,thread,2", "auto,strict,1"})
    void everyAcceptedRecordIsInTheFilesOnceAndInOrder(String directIo, String order, String shards) throws Exception {
        Penstock penstock = small(directIo, order)
                .buffer("size", Integer.parseInt(shards) * 32 + " KB")
                .buffer("shards", shards)
                .open(told);
        Load load = new Load(THREADS, "payment", "login", "search").run(penstock, RECORDS);

        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();
        assertThat(load.count(Append.ACCEPTED)).isEqualTo(3L * THREADS * RECORDS);
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
        assertThat(penstock.stats().total().get("rotations")).isGreaterThan(10);
    }

    /** With direct batches: buffers large enough that they go out as blocks, with a tail kept back, over rotations. */
    @ParameterizedTest
    @CsvSource({"auto,strict", "off,strict", "auto,thread"})
    void largeBatchesAreAccountedForToo(String directIo, String order) throws Exception {
        Penstock penstock = small(directIo, order)
                .buffer("size", "4 MB")
                .with("flushInterval", "200 ms")
                .rotation("size", "3 MB")
                .open(told);
        Load load = new Load(THREADS, "payment", "login");
        load.extra = number -> 200 + number % 911;
        load.run(penstock, RECORDS / 4);

        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
    }

    /** Nobody waits: what finds no room is dropped at once, and accepted + dropped = attempted. */
    @ParameterizedTest
    @CsvSource({"auto,strict", "off,strict", "auto,thread"})
    void whatIsDroppedIsCountedAndTheRestIsThere(String directIo, String order) throws Exception {
        Penstock penstock = small(directIo, order)
                .with("onFull", "drop")
                .buffer("size", "32 KB")
                .buffer("shards", "1")
                .open(told);
        Load load = new Load(THREADS, "payment", "login").run(penstock, RECORDS);

        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();
        assertThat(load.count(Append.DROPPED_FULL)).as("overload").isPositive();
        assertThat(load.attempted()).isEqualTo(2L * THREADS * RECORDS);
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
        assertThat(told.contains("records are being dropped")).as("%s", told).isTrue();
        assertThat(told.contains("ERROR event ")).as("%s", told).isTrue();
    }

    private Setup small(String directIo, String order) {
        return Setup.in(directory)
                .buffer("order", order)
                .rotation("size", "1 MB")
                .rotation("directIo", directIo);
    }
}

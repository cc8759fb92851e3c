package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of sizes that fit nowhere, and of none: they keep their place, whole. */
class OversizeTest {
    private static final int ROTATE_AT = 100 * 1024;

    private final Told told = new Told();

    @TempDir
    Path directory;

    /** 8 KB is half a buffer here, 64 KB the staging area. */
    private Penstock open(String directIo) throws Exception {
        return Setup.in(directory)
                .buffer("size", "32 KB")
                .buffer("shards", "1")
                .buffer("maxMemory", "1 MB")
                .rotation("size", String.valueOf(ROTATE_AT))
                .rotation("directIo", directIo)
                .rotation(
                        "sync",
                        "off") // a file for each record: on a slow disk sealing would fall behind, and files go past
                // their size
                .open(told);
    }

    /** I2, I3: one thread's records of all sizes stand in the files one after the other; only a record larger than any file has a larger file, and that alone. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void recordsOfEverySizeKeepTheirPlaceBetweenSmallAndEmptyOnes(String directIo) throws Exception {
        Penstock penstock = open(directIo);
        int[] sizes = {0, 1, 100, 8_167, 8_168, 8_169, 9_000, 16_384, 40_000, 65_535, 65_536, 65_537, 70_000, 99_999};
        int[] huge = {ROTATE_AT, ROTATE_AT + 1, 150_000, 700_001};
        Random random = new Random(20261120);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int records = 0;
        for (int round = 0; round < 400; round++) {
            int size = round % 40 == 39 ? huge[round / 40 % huge.length] : sizes[random.nextInt(sizes.length)];
            byte[] record = new byte[size];
            Arrays.fill(record, (byte) ('a' + round % 26));
            expected.write(record);
            assertThat(penstock.append("big", record))
                    .as("%d bytes%n%s", size, told)
                    .isEqualTo(Append.ACCEPTED);
            assertThat(penstock.append("big", new byte[0])).isEqualTo(Append.ACCEPTED);
            records += 2;
        }
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (Path file : Ledger.sealed(directory, "big")) {
            byte[] bytes = Files.readAllBytes(file);
            found.write(bytes);
            if (bytes.length > ROTATE_AT) {
                assertThat(huge).contains(bytes.length);
            }
        }
        assertThat(Arrays.mismatch(found.toByteArray(), expected.toByteArray())).isEqualTo(-1);
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(records);
        assertThat(penstock.stats().total().get("bytes")).isEqualTo(expected.size());
    }

    /** I1, I3: several threads, each of whose records is now and then larger than half a buffer, than the staging area, than a file. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void oversizeRecordsOfManyThreadsAreAccountedFor(String directIo) throws Exception {
        Penstock penstock = open(directIo);
        Load load = new Load(4, "payment", "login");
        int[] large = {9_000, 30_000, 66_000, 140_000};
        load.extra = number -> number % 61 == 7 ? large[number / 61 % 4] : number % 97;
        load.run(penstock, 1_200);

        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();
        assertThat(load.count(Append.ACCEPTED)).isEqualTo(load.attempted());
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
    }

    /** Every file of a whole second, and of the same millisecond, has a name of its own: no rotation destroys another's file. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void rotationsWithinOneMillisecondLoseNoFile(String directIo) throws Exception {
        Penstock penstock = open(directIo);
        long sameTime = 1_790_000_000_123_456_789L;
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int rotations = 60;
        for (int round = 0; round < rotations; round++) {
            byte[] record = new byte[ROTATE_AT];
            Arrays.fill(record, (byte) ('a' + round % 26));
            expected.write(record);
            assertThat(penstock.append("big", sameTime, false, record, 0, record.length))
                    .isEqualTo(Append.ACCEPTED);
        }
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        List<Path> sealed = Ledger.sealed(directory, "big");
        assertThat(new HashSet<>(sealed)).hasSize(rotations);
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (Path file : sealed) {
            assertThat(file.getFileName().toString()).startsWith("big_2026-09-21_14-13-20");
            found.write(Files.readAllBytes(file));
        }
        assertThat(Arrays.mismatch(found.toByteArray(), expected.toByteArray())).isEqualTo(-1);
    }

    /** Empty records are records: accepted, counted, and nothing in the file. */
    @Test
    void emptyRecordsAreCountedAndLeaveNoFile() throws Exception {
        Penstock penstock = open("auto");
        for (int i = 0; i < 5_000; i++) {
            assertThat(penstock.append("big", new byte[0])).isEqualTo(Append.ACCEPTED);
        }
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        assertThat(penstock.stats().total().get("accepted")).isEqualTo(5_000);
        assertThat(Ledger.sealed(directory, "big")).isEmpty();
        assertThat(directory.resolve("big.log")).doesNotExist();
    }
}

package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
    private static final long MACHINE_BYTES = 64L << 30;

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "8, 8", "9, 8", "128, 8"})
    void shardsAreProcessorsRoundedUpToAPowerOfTwoAndAtMostEight(int processors, int shards) {
        assertThat(Machines.withProcessors(processors).shards()).isEqualTo(shards);
    }

    @ParameterizedTest
    @CsvSource({"67108864, 8388608", "4294967296, 536870912", "68719476736, 536870912"})
    void memoryIsAnEighthAndAtMost512Megabytes(long memoryBytes, long bound) {
        assertThat(new Machine(1, memoryBytes, "h", 1 << 30, resource -> true).autoMaxMemoryBytes())
                .isEqualTo(bound);
    }

    @Test
    void cgroup2LimitOfTheGroupOrAnyAncestorCounts() throws IOException {
        membership("0::/pod/app\n");
        write("cgroup/pod/app/memory.max", "max\n");
        write("cgroup/pod/memory.max", "134217728\n");

        assertThat(least()).isEqualTo(128L << 20);
    }

    @Test
    void cgroup1LimitCounts() throws IOException {
        membership("3:cpu,cpuacct:/x\n4:memory:/docker/1\n0::/\n");
        write("cgroup/memory/docker/1/memory.limit_in_bytes", "67108864\n");
        write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(least()).isEqualTo(64L << 20);
    }

    @Test
    void aGroupThatCannotBeSeenFromInsideLeavesTheMountsLimit() throws IOException {
        membership("4:memory:/kubepods/burstable/pod1\n");
        write("cgroup/memory/memory.limit_in_bytes", "268435456\n");

        assertThat(least()).isEqualTo(256L << 20);
    }

    @Test
    void withoutAnyLimitTheMachineCounts() throws IOException {
        assertThat(least()).isEqualTo(MACHINE_BYTES);

        membership("not a line\n0::/../..\n");
        write("cgroup/memory.max", "max\n");
        assertThat(least()).isEqualTo(MACHINE_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "'web-1\n', , web-1",
        "(none), web-2, web-2",
        "'', ' ', localhost",
        "../x, a b, localhost",
        ", web-3, web-3",
        ", , localhost",
    })
    void theHostIsTheFirstNameThatIsFitForFiles(String kernel, String environment, String host) {
        assertThat(HostName.firstSafe(Optional.ofNullable(kernel), Optional.ofNullable(environment)))
                .isEqualTo(host);
    }

    private long least() {
        return MachineMemory.least(MACHINE_BYTES, root.resolve("membership"), root.resolve("cgroup"));
    }

    private void membership(String text) throws IOException {
        write("membership", text);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}

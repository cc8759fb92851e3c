package io.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.run.ContenderRunner;
import io.penstock.benchmarks.run.RunResult;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContendersIT {
    private static final Load SMALL = new Load(2, 20_000, 3, 4, 2_000, 0);

    @TempDir
    Path directory;

    /** A contender that loses lines for want of the right settings is no contender. I1, I3 for our own. */
    @ParameterizedTest
    @EnumSource
    void everyLineOfEveryContenderIsOnDisk(Contender contender) throws Exception {
        RunResult result = new ContenderRunner(directory).run(contender, SMALL, false, lines -> {});

        assertThat(result.isComplete()).as(result.files().shortfall()).isTrue();
        assertThat(result.linesPerSecond()).isPositive();
    }
}

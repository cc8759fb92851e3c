package io.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.transfer.Transfer;
import io.penstock.benchmarks.transfer.TransferResult;
import io.penstock.benchmarks.transfer.TransferRunner;
import io.penstock.benchmarks.transfer.TransferRunner.Sizes;
import io.penstock.benchmarks.upload.ApplicationResult;
import io.penstock.benchmarks.upload.ApplicationRunner;
import io.penstock.benchmarks.upload.KilledUpload;
import io.penstock.benchmarks.upload.KilledUpload.Outcome;
import io.penstock.benchmarks.upload.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small sizes: that what is measured works, not how fast it is. */
class UploadIT {
    private static final int MEGABYTE = 1 << 20;
    private static final Sizes SMALL = new Sizes(11 * MEGABYTE, 0, 5 * MEGABYTE, 2);

    private static S3Server server;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.small(shared.resolve("s3"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** I11, for our own: the store has the file's bytes, in parts, compressed, encrypted. */
    @ParameterizedTest
    @EnumSource
    void everyWayToSendAFileStoresItsBytes(Transfer transfer) throws Exception {
        TransferResult result = new TransferRunner(server, directory).run(transfer, SMALL);

        assertThat(result.shortfall()).isEmpty();
        assertThat(result.report().bytesPerSecond()).isPositive();
        assertThat(result.storedBytes()).isPositive();
    }

    /** I1: what was logged is on disk or in the store, whichever framework stops how. */
    @ParameterizedTest
    @EnumSource
    void everyLineOfAnUploadingApplicationIsSomewhere(Framework framework) throws Exception {
        Load load = new Load(2, 40_000, 2, 4, 0, 0);

        ApplicationResult result =
                new ApplicationRunner(server, directory, "1 MB", List.of()).run(framework, true, load, n -> {});

        assertThat(result.shortfalls()).isEmpty();
        assertThat(result.files().lines()).isEqualTo(load.records());
        assertThat(result.archived().objects()).isPositive();
    }

    /** I11 and I12 through an outage, a kill and a second start. */
    @Test
    void nothingIsMissingOrDoubledAfterAKillWhileUploading() throws Exception {
        List<String> steps = new ArrayList<>();

        Outcome outcome = new KilledUpload(directory, new Load(2, 60_000, 2, 4, 0, 0), steps::add).run();

        assertThat(outcome.isComplete()).as(steps + " " + outcome).isTrue();
        assertThat(outcome.files().lines()).isEqualTo(60_000);
    }
}

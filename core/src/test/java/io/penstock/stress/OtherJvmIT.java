package io.penstock.stress;

import io.penstock.testing.ChildJvm;
import io.penstock.testing.Requires;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.RequiresJdk25;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I1, I2, I3, I9 in JVMs where something is missing, different or failing. */
class OtherJvmIT {
    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void chooseLog() {
        log = directory.resolve("child.err");
    }

    private String spool() {
        return directory.resolve("spool").toString();
    }

    @Test
    void accountingIsExactOnThePortablePlatform() throws Exception {
        ChildJvm.of(AccountingScenario.class, spool(), "Platform=portable, forced")
                .options("-Dio.penstock.platform=portable")
                .run(log);
    }

    @Test
    void withoutJnaFilesAndBuffersAreThePortableOnes() throws Exception {
        ChildJvm.of(AccountingScenario.class, spool(), "Platform=portable, native calls cannot be had")
                .without("jna-")
                .run(log);
    }

    /** I5: a virtual thread that waits for room gives its carrier back, or the flush would starve with as few carriers as there are here. */
    @Test
    @RequiresJdk25
    void aThousandVirtualThreadsAreAccountedForAndDoNotDeadlock() throws Exception {
        ChildJvm.of(AccountingScenario.class, spool(), "Virtual=true", "Threads=1000", "Records=100", "Counts=blocked")
                .jdk(Requires.jdk25().orElseThrow())
                .options("--enable-native-access=ALL-UNNAMED", "-Djdk.virtualThreadScheduler.parallelism=2")
                .run(log);
    }

    /** Writes that fail now and then, on the write thread's own count, are made again, byte for byte; interrupted ones are repeated at once. */
    @ParameterizedTest
    @RequiresCommand("strace")
    @CsvSource({
        "pwritev:error=EIO:when=3+2, directIo=auto, Counts=flushErrors",
        "pwritev:error=ENOSPC:when=2+3, directIo=auto, Told=ENOSPC",
        "pwritev:error=EINTR:when=1+2, directIo=auto, Threads=4",
        "pwrite64:error=EIO:when=3+2, directIo=off, Counts=flushErrors",
        "pwrite64:error=EINTR:when=2+2, directIo=off, Threads=4",
        "pwritev:delay_enter=30000:when=1+9, directIo=auto, Counts=blocked"
    })
    void failingInterruptedAndSlowWritesLoseNothing(String fault, String directIo, String check) throws Exception {
        ChildJvm.of(AccountingScenario.class, spool(), "Records=6000", directIo, check)
                .under(strace(fault))
                .run(log);
    }

    /** I9: after a failed fdatasync the file is sealed and counted, and writing goes on in the next. */
    @ParameterizedTest
    @RequiresCommand("strace")
    @CsvSource({"auto", "off"})
    void aFileWhoseSyncFailedIsSuspectAndSealed(String directIo) throws Exception {
        ChildJvm.of(
                        AccountingScenario.class,
                        spool(),
                        "Records=3000",
                        "directIo=" + directIo,
                        "sync=flush",
                        "size=64 MB",
                        "Counts=rotations")
                .under(strace("fdatasync:error=EIO:when=2+7"))
                .run(log);
    }

    /** Nobody waits: while writes fail, records are dropped, and counted. */
    @Test
    @RequiresCommand("strace")
    void whileWritesFailWhatIsDroppedIsCounted() throws Exception {
        ChildJvm.of(AccountingScenario.class, spool(), "Records=20000", "OnFull=drop", "Counts=droppedFull")
                .under(strace("pwritev:error=EIO:when=2+2"))
                .run(log);
    }

    private static List<String> strace(String fault) {
        String call = fault.substring(0, fault.indexOf(':'));
        return List.of(
                "strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + fault);
    }
}

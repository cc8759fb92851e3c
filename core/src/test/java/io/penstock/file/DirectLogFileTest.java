package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.config.RotationConfig.Sync;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.ErrnoException;
import io.penstock.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectLogFileTest extends LogFileContract {
    private static final int KB = 1024;

    private FaultyCalls calls;
    private final AtomicInteger refusals = new AtomicInteger();

    @BeforeEach
    void needsDirectWrites() throws IOException {
        boolean can = new DirectProbe(Platform.get(), new ToldStatus())
                .probe(directory.resolve("probe"), DirectIo.AUTO)
                .isPresent();
        assumeTrue(can, "O_DIRECT cannot be had in " + directory);
        calls = new FaultyCalls(Platform.get().fileCalls().orElseThrow());
    }

    @Override
    LogFile open(LogFile.Terms terms) throws IOException {
        return new DirectLogFile(calls, terms, OPENED, refusals::incrementAndGet);
    }

    private LogFile openWithoutReserving(Sync sync) throws IOException {
        return open(new LogFile.Terms(path, 64 << 20, false, sync, 0));
    }

    private void append(LogFile file, int length) throws IOException {
        int offset = (int) (file.position() % LiveFile.BLOCK_BYTES);
        fill(file.position(), offset, length);
        file.append(staging, offset, length);
    }

    @Test
    void largeBatchGoesOutInOneDirectWriteBetweenBufferedEnds() throws Exception {
        LogFile file = openWithoutReserving(Sync.SEAL);
        append(file, 100);
        append(file, 1000 * KB + 7);

        assertThat(calls.calls)
                .containsExactly(
                        "buffered 0+100",
                        "buffered 100+3996",
                        "fdatasync",
                        "direct 4096+1019904",
                        "buffered 1024000+107");
        file.close();
        assertPrefix(Files.readAllBytes(path));
    }

    @Test
    void withoutSyncNothingIsSynced() throws Exception {
        LogFile file = openWithoutReserving(Sync.OFF);
        append(file, 100);
        append(file, 1000 * KB);

        assertThat(calls.calls).doesNotContain("fdatasync").anyMatch(call -> call.startsWith("direct"));
        file.close();
    }

    /** I9: a short write is continued where it stopped, whatever it stopped at. */
    @Test
    void shortWritesAreContinued() throws Exception {
        Random random = new Random(7);
        // the kernel stops direct writes at multiples of the logical block
        calls.directWrites = length -> Math.max(512, random.nextInt(length) & -512);
        calls.bufferedWrites = length -> length == 0 ? 0 : 1 + random.nextInt(length);
        LogFile file = open(terms(Sync.SEAL));
        long expected = 0;
        while (expected < 16 << 20) {
            expected += appendSome(file, random);
            assertThat(file.position()).isEqualTo(expected);
        }
        file.close();
        assertThat(Files.size(path)).isEqualTo(expected);
        assertPrefix(Files.readAllBytes(path));
    }

    /** I9: the position is the truth also after a failure, so no byte is written twice and none is left out. */
    @Test
    void positionIsTrueAfterAFailedWrite() throws Exception {
        Random random = new Random(11);
        calls.directWrites = length ->
                random.nextInt(3) == 0 ? -ErrnoException.ENOSPC : Math.max(4096, random.nextInt(length) & -512);
        calls.bufferedWrites = length -> random.nextInt(3) == 0 ? -ErrnoException.EIO : 1 + random.nextInt(length);
        LogFile file = open(terms(Sync.SEAL));
        int failures = 0;
        while (file.position() < 16 << 20) {
            long before = file.position();
            int length = 1 + random.nextInt(1_000_000);
            try {
                append(file, length);
                assertThat(file.position()).isEqualTo(before + length);
            } catch (ErrnoException e) {
                failures++;
            }
            assertThat(Files.size(path)).isEqualTo(file.position());
        }
        file.close();
        assertThat(failures).isGreaterThan(5);
        assertPrefix(Files.readAllBytes(path));
    }

    @Test
    void writeThatWritesNothingIsAnError() throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        calls.bufferedWrites = length -> 0;
        assertThatThrownBy(() -> append(file, 10)).hasMessageContaining("bytes=10, offset=0) wrote 0");
        assertThat(file.position()).isZero();

        calls.bufferedWrites = length -> length;
        calls.directWrites = length -> 0;
        assertThatThrownBy(() -> append(file, 1 << 20)).hasMessageContaining("wrote 0");
        assertThat(file.position()).isZero();
        file.close();
    }

    @Test
    void refusedDirectWriteGoesOnBufferedAndIsToldOnce() throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        calls.directWrites = length -> -ErrnoException.EINVAL;
        append(file, 1 << 20);
        append(file, 1 << 20);

        assertThat(file.writesDirectly(1 << 20)).isFalse();
        assertThat(refusals).hasValue(1);
        file.close();
        assertThat(Files.size(path)).isEqualTo(2 << 20);
        assertPrefix(Files.readAllBytes(path));
    }

    /** I9: after a failed fdatasync a second one proves nothing; the file is suspect, and written on buffered. */
    @Test
    void failedSyncMakesTheFileSuspectAndLosesNothing() throws Exception {
        LogFile file = openWithoutReserving(Sync.SEAL);
        append(file, 100);
        calls.syncFails = true;
        append(file, 1 << 20);

        assertThat(file.isSuspect()).isTrue();
        assertThat(file.position()).isEqualTo(100 + (1 << 20));
        assertThat(calls.calls).noneMatch(call -> call.startsWith("direct"));
        calls.syncFails = false;
        assertThat(file.sync()).isTrue();
        assertThat(file.isSuspect()).isTrue();
        file.close();
        assertPrefix(Files.readAllBytes(path));
    }

    @Test
    void reservesInDoublingStepsUpToTheRotationSize() throws Exception {
        LogFile file = open(new LogFile.Terms(path, 5 << 20, true, Sync.SEAL, 0));
        for (int i = 0; i < 12; i++) {
            append(file, 512 * KB);
        }
        assertThat(calls.calls.stream().filter(call -> call.startsWith("fallocate")))
                .containsExactly("fallocate 0+1048576", "fallocate 1048576+2097152", "fallocate 3145728+2097152");
        assertThat(Files.size(path)).isEqualTo(6 << 20);
        file.close();
    }
}

package io.penstock.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.RotationConfig.Sync;
import io.penstock.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of log file must do. */
abstract class LogFileContract {
    static final int STAGING_BYTES = 2 << 20;
    static final Instant OPENED = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    final ByteBuffer staging = Platform.get().map(STAGING_BYTES);
    Path path;

    abstract LogFile open(LogFile.Terms terms) throws IOException;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("payment.log");
    }

    LogFile.Terms terms(Sync sync) {
        return new LogFile.Terms(path, 64 << 20, true, sync, 0);
    }

    /** The byte that belongs at a position of the file: never 0, and no short period. */
    static byte byteAt(long position) {
        return (byte) (1 + (position * 31 + (position >>> 8) * 7 + (position >>> 16)) % 251);
    }

    /** Puts what comes next in the file into staging at {@code offset}. */
    void fill(long position, int offset, int length) {
        for (int i = 0; i < length; i++) {
            staging.put(offset + i, byteAt(position + i));
        }
    }

    /** R2: an interrupt from outside closes nothing, and is not swallowed. */
    @Test
    void anInterruptedThreadWritesSyncsAndTruncatesAllTheSame() throws IOException {
        LogFile file = open(terms(Sync.SEAL));
        file.header("head\n".getBytes(UTF_8));
        Thread.currentThread().interrupt();
        boolean synced;
        try {
            file.append(ByteBuffer.wrap("one\n".getBytes(UTF_8)), 0, 4);
            fill(9, 0, 1000);
            file.append(staging, 0, 1000);
            synced = file.sync();
            file.truncate();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(synced).isTrue();
        assertThat(file.position()).isEqualTo(1009);
        file.close();
        assertThat(path).hasSize(1009);
        assertThat(Files.readString(path, ISO_8859_1)).startsWith("head\none\n");
    }

    static void assertPrefix(byte[] content) {
        for (int i = 0; i < content.length; i++) {
            if (content[i] != byteAt(i)) {
                throw new AssertionError(
                        "byte " + i + " of " + content.length + " is " + content[i] + ", not " + byteAt(i));
            }
        }
    }

    /** A random append as the flush thread does it: congruent to the position when it is to go out in blocks. */
    int appendSome(LogFile file, Random random) throws IOException {
        int length = random.nextInt(4) == 0 ? 300_000 + random.nextInt(1_000_000) : random.nextInt(20_000);
        int offset = random.nextInt(5) == 0 ? random.nextInt(8192) : (int) (file.position() % LiveFile.BLOCK_BYTES);
        fill(file.position(), offset, length);
        file.append(staging, offset, length);
        return length;
    }

    /** I2: what a reader sees at any moment is a prefix of the final bytes, never a NUL. */
    @ParameterizedTest
    @EnumSource(Sync.class)
    void readerSeesOnlyAPrefixOfTheBytesAppended(Sync sync) throws Exception {
        LogFile file = open(terms(sync));
        AtomicBoolean done = new AtomicBoolean();
        Throwable[] failure = new Throwable[1];
        Thread reader = new Thread(() -> poll(done, failure));
        reader.start();
        Random random = new Random(20261120 + sync.ordinal());
        long expected = 0;
        try {
            while (expected < 24 << 20) {
                expected += appendSome(file, random);
                assertThat(file.position()).isEqualTo(expected);
                assertThat(Files.size(path)).isEqualTo(expected);
            }
        } finally {
            done.set(true);
            reader.join();
        }
        assertThat(failure[0]).isNull();
        file.truncate();
        assertThat(file.sync()).isTrue();
        file.close();
        assertThat(Files.size(path)).isEqualTo(expected);
        assertPrefix(Files.readAllBytes(path));
    }

    private void poll(AtomicBoolean done, Throwable[] failure) {
        try {
            while (!done.get()) {
                assertPrefix(Files.readAllBytes(path));
            }
        } catch (IOException e) {
            failure[0] = new UncheckedIOException(e);
        } catch (AssertionError e) {
            failure[0] = e;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 262_143, 262_144, 262_145, 1 << 20, (1 << 20) + 1})
    void everyLengthIsAppendedAtEveryAlignment(int length) throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        for (int shift : new int[] {0, 1, 511, 512, 4095}) {
            int offset = (int) (file.position() % LiveFile.BLOCK_BYTES) + shift;
            fill(file.position(), offset, length);
            file.append(staging, offset, length);
        }
        file.close();
        assertThat(Files.size(path)).isEqualTo(5L * length);
        assertPrefix(Files.readAllBytes(path));
    }

    @Test
    void heapBuffersAreAppendedToo() throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        byte[] bytes = new byte[700_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = byteAt(i - 3);
        }
        file.append(ByteBuffer.wrap(bytes), 3, bytes.length - 3);
        file.close();
        assertPrefix(Files.readAllBytes(path));
        assertThat(Files.size(path)).isEqualTo(bytes.length - 3);
    }

    @Test
    void remainingReservesTheFooterAndTheHeaderCounts() throws Exception {
        LogFile file = open(new LogFile.Terms(path, 1000, true, Sync.SEAL, 10));
        file.header(new byte[] {'h', '\n'});

        assertThat(file.remaining()).isEqualTo(1000 - 10 - 2);
        assertThat(file.isEmpty()).isTrue();
        file.append(staging, 0, 988);
        assertThat(file.remaining()).isZero();
        assertThat(file.isEmpty()).isFalse();
        file.close();
    }

    @Test
    void aFileThatExistsIsNeverOpened() throws Exception {
        Files.writeString(path, "theirs");

        assertThatThrownBy(() -> open(terms(Sync.SEAL)))
                .satisfiesAnyOf(
                        e -> assertThat(e).hasMessageContaining("EEXIST"),
                        e -> assertThat(e).isInstanceOf(FileAlreadyExistsException.class));
        assertThat(path).hasContent("theirs");
    }

    @Test
    void truncateGivesBackWhatWasReserved() throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        fill(0, 0, 100);
        file.append(staging, 0, 100);
        file.truncate();
        assertThat(file.sync()).isTrue();
        file.close();

        assertThat(Files.size(path)).isEqualTo(100);
        assertThat(blocksOf(path)).isLessThanOrEqualTo(16);
    }

    @Test
    void countsTellTheSidecar() throws Exception {
        LogFile file = open(terms(Sync.SEAL));
        assertThat(file.earliest()).isEqualTo(OPENED);
        assertThat(file.latest()).isEqualTo(OPENED);

        file.count(1, 4_000_000_000L, 4_000_000_000L, Long.MAX_VALUE);
        assertThat(file.named()).isEqualTo(Instant.ofEpochSecond(4));
        file.count(2, 5_000_000_001L, 7_000_000_000L, 5_000_000_001L);
        file.count(1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

        assertThat(file.records()).isEqualTo(4);
        assertThat(file.named()).isEqualTo(Instant.ofEpochSecond(5, 1));
        assertThat(file.earliest()).isEqualTo(Instant.ofEpochSecond(4));
        assertThat(file.latest()).isEqualTo(Instant.ofEpochSecond(7));
        file.close();
        file.close();
    }

    /** 512-byte blocks that a file takes on the disk. */
    static long blocksOf(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String out = new String(stat.getInputStream().readAllBytes(), UTF_8);
        return Long.parseLong(out.trim());
    }
}

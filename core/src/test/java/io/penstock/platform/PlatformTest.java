package io.penstock.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    Path directory;

    @Test
    void mappedMemoryIsZeroedAlignedAndLittleEndianOnBothPlatforms() {
        for (Platform platform : List.of(Platform.get(), new PortablePlatform("portable"))) {
            ByteBuffer memory = platform.map(1 << 20);

            assertThat(memory.capacity()).isEqualTo(1 << 20);
            assertThat(memory.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(memory.alignmentOffset(0, Platform.PAGE_BYTES)).isZero();
            byte[] content = new byte[1 << 20];
            memory.get(0, content);
            assertThat(content).containsOnly(0);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxGetsTheNativePlatform() {
        assertThat(Platform.get().fileCalls()).as(Platform.get().description()).isPresent();
    }

    /** What runs in the background stands behind the application's threads, and they stay where they were. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyTheThreadThatAsksYields() throws Exception {
        int before = nice();
        AtomicInteger yielding = new AtomicInteger();
        Thread thread = new Thread(() -> {
            if (Platform.get().yieldToOthers()) {
                yielding.set(nice());
            }
        });
        thread.start();
        thread.join();

        assertThat(yielding.get()).isEqualTo(15);
        assertThat(nice()).isEqualTo(before);
    }

    /** Of the calling thread: the 19th field of its stat, the 17th behind the name in parentheses. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anErrorNamesCallAndArguments() {
        FileCalls calls = Platform.get().fileCalls().orElseThrow();

        assertThatThrownBy(() -> calls.pwritev(9999, ByteBuffer.allocateDirect(512), 0, 512, 4096))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("pwritev(fd=9999, bytes=512, offset=4096): EBADF");
        assertThatThrownBy(() -> calls.create(Path.of("/nowhere/x")))
                .hasMessage("open(/nowhere/x, O_WRONLY|O_CREAT|O_EXCL): ENOENT");
    }

    /** I2: what is reserved ahead never shows in the length, and truncating gives it back. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void preallocationDoesNotShowInTheLength() throws Exception {
        FileCalls calls = Platform.get().fileCalls().orElseThrow();
        Path file = directory.resolve("f");
        int fd = calls.create(file);
        calls.fallocateKeepSize(fd, 0, 1 << 20);
        ByteBuffer data = ByteBuffer.allocateDirect(100);
        data.put(40, (byte) 'x');

        assertThat(calls.pwritev(fd, data, 40, 1, 0)).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo("x");
        assertThat((Long) Files.getAttribute(file, "unix:size")).isEqualTo(1);
        calls.fdatasync(fd);
        calls.ftruncate(fd, 1);
        calls.close(fd);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void renameNeverReplaces() throws Exception {
        FileCalls calls = Platform.get().fileCalls().orElseThrow();
        Path from = Files.writeString(directory.resolve("from"), "a");
        Path to = Files.writeString(directory.resolve("to"), "b");

        assertThatThrownBy(() -> calls.renameNoReplace(from, to)).hasMessageEndingWith("NOREPLACE): EEXIST");

        assertThat(to).hasContent("b");
        calls.renameNoReplace(from, directory.resolve("free"));
        assertThat(directory.resolve("free")).hasContent("a");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bothPlatformsSayTheSameOfAFileAndOfALink() throws Exception {
        Platform portable = new PortablePlatform("portable");
        Path file = Files.writeString(directory.resolve("f"), "abc");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        for (Platform platform : List.of(Platform.get(), portable)) {
            FileStatus status = platform.status(file);
            assertThat(status.bytes()).isEqualTo(3);
            assertThat(status.regular()).isTrue();
            assertThat(status).isEqualTo(portable.status(file));
            assertThat(platform.status(link).regular()).isFalse();
            assertThat(platform.status(link).isSameFile(status)).isFalse();
            assertThatThrownBy(() -> platform.status(directory.resolve("missing")))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> platform.status(file.resolve("below"))).isInstanceOf(FileSystemException.class);
        }
    }

    /** A file that somebody else truncates goes on where it now ends: no NUL comes between. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsWrittenGoesToTheEndOfTheFileWhateverPositionIsGiven() throws Exception {
        FileCalls calls = Platform.get().fileCalls().orElseThrow();
        Path file = directory.resolve("f");
        int buffered = calls.create(file);
        int direct = calls.openDirect(file);
        ByteBuffer data = Platform.get().map(2 * 4096);
        data.put(0, (byte) 'x');
        calls.pwritev(buffered, data, 0, 1, 5000);
        assertThat(file).hasContent("x");
        calls.ftruncate(buffered, 0);

        assertThat(calls.pwritev(direct, data, 0, 4096, 8192)).isEqualTo(4096);

        assertThat(Files.size(file)).isEqualTo(4096);
        calls.close(direct);
        calls.close(buffered);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHoleIsFoundAndWhatIsReservedAheadIsNone() throws Exception {
        Platform platform = Platform.get();
        FileCalls calls = platform.fileCalls().orElseThrow();
        Path file = directory.resolve("f");
        int fd = calls.create(file);
        assertThat(platform.firstHole(file)).isEqualTo(Long.MAX_VALUE);
        calls.fallocateKeepSize(fd, 0, 1 << 20);
        calls.pwritev(fd, ByteBuffer.allocateDirect(10_000), 0, 10_000, 0);
        assertThat(platform.firstHole(file)).as("not on the disk yet").isEqualTo(Long.MAX_VALUE);
        calls.fdatasync(fd);
        assertThat(platform.firstHole(file)).isEqualTo(Long.MAX_VALUE);
        calls.ftruncate(fd, 1 << 20);
        assertThat(platform.firstHole(file)).isEqualTo(12_288);
        calls.close(fd);
    }

    /** Not before: a thread may still read and write there. And not never: pipelines come and go. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsUnmappedOnceNothingRefersToItAndNotBefore() {
        ByteBuffer kept = Platform.get().map(1 << 20).slice(4096, 4096);
        Platform.get().release(kept);
        List<Long> left = mapAndForget(16);
        // others may have got some of the addresses meanwhile
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return left.stream().filter(PlatformTest::isMapped).count() < 8;
        });
        kept.put(0, (byte) 1);
        assertThat(kept.get(0)).isEqualTo((byte) 1);
    }

    private static List<Long> mapAndForget(int pieces) {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            ByteBuffer memory = Platform.get().map(1 << 20);
            addresses.add(Pointer.nativeValue(Native.getDirectBufferPointer(memory)));
        }
        assertThat(addresses).allMatch(PlatformTest::isMapped);
        return addresses;
    }

    private static boolean isMapped(long address) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.substring(0, line.indexOf(' ')).split("-"))
                    .anyMatch(range -> Long.compareUnsigned(address, Long.parseUnsignedLong(range[0], 16)) >= 0
                            && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.penstock.file;

import io.penstock.platform.ProcessLock;
import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * {@code .penstock/manifest.jsonl}: one line for each archived object. Grown to its bound it becomes
 * {@code manifest-<time>.jsonl}, of which a bounded number is kept (I13).
 *
 * <p>One line is written at a time, among all processes of the spool: so the line end that a crash or a full disk cut off is
 * seen by the next one, and rotating cannot pull the file away from under a line. Any thread; durable on return, whole.
 */
final class Manifest {
    static final long MOST_BYTES = 16L << 20;
    static final int MOST_ROTATED = 16;

    /** No manifest grows beyond its bound by more than a line. */
    private static final int MOST_READ_BYTES = 1 << 30;

    /** Held while a line is written; whoever was stopped in it must not stop the others for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String PREFIX = "manifest-";
    private static final String SUFFIX = ".jsonl";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final String start;
    private final InstantSource clock;
    private final long mostBytes;
    /** The other lock would do; but it is polled, and here threads wait in line. */
    private final ReentrantLock appending = new ReentrantLock();

    Manifest(SpoolPaths paths, SpoolFolder folder, String start, InstantSource clock, long mostBytes) {
        this.paths = paths;
        this.folder = folder;
        this.start = start;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /** The rotated ones, oldest first, then the one that is appended to, where there is one. */
    List<Path> files() throws IOException {
        Stream<Path> current = isThere(paths.manifest()) ? Stream.of(paths.manifest()) : Stream.of();
        return Stream.concat(rotated().stream(), current).toList();
    }

    void append(byte[] line) throws IOException {
        byte[] whole = withLineEnd(line);
        sync(alone(() -> add(whole)));
    }

    /** After an append of this line that failed: the line may stand in a file already, and yet not be on the disk. */
    void repeat(byte[] line) throws IOException {
        byte[] whole = withLineEnd(line);
        sync(alone(() -> writeAgain(whole)));
    }

    /** Outside of the lock, so that lines of several threads share a sync. */
    private static void sync(FileChannel written) throws IOException {
        try (written) {
            written.force(true);
        }
    }

    private FileChannel alone(Uninterrupted.Step<FileChannel> writing) throws IOException {
        appending.lock();
        try {
            Optional<ProcessLock> lock = ProcessLock.take(paths.manifestLock(), start, PATIENCE, folder::own);
            if (lock.isEmpty()) {
                throw new IOException(paths.manifestLock() + " is held by another process");
            }
            try {
                return writing.run();
            } finally {
                lock.get().close();
            }
        } finally {
            appending.unlock();
        }
    }

    private FileChannel add(byte[] line) throws IOException {
        Path path = paths.manifest();
        if (isThere(path) && RegularFiles.attributes(path).size() + line.length > mostBytes) {
            rotate(path);
        }
        boolean fresh = !isThere(path);
        FileChannel channel = fresh ? RegularFiles.create(path) : RegularFiles.readWrite(path);
        try {
            if (fresh) {
                folder.own(path);
                SpoolFolder.syncDirectory(paths.own());
            }
            long length = channel.size();
            channel.position(length);
            SpoolFolder.write(channel, ByteBuffer.wrap(endsInALine(channel, length) ? line : onANewLine(line)), path);
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private FileChannel writeAgain(byte[] line) throws IOException {
        String sought = new String(line, StandardCharsets.ISO_8859_1);
        for (Path file : files()) {
            byte[] lines = RegularFiles.bytes(file, MOST_READ_BYTES);
            int position = new String(lines, StandardCharsets.ISO_8859_1).indexOf(sought); // a char is a byte
            if (position >= 0) {
                return overwrite(file, position, line);
            }
        }
        return add(line);
    }

    /** With the same bytes: after a sync that failed the next one would find nothing to do. */
    private static FileChannel overwrite(Path file, int position, byte[] line) throws IOException {
        FileChannel channel = RegularFiles.write(file);
        try {
            channel.position(position);
            SpoolFolder.write(channel, ByteBuffer.wrap(line), file);
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static boolean endsInALine(FileChannel channel, long length) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return length == 0 || channel.read(last, length - 1) < 1 || last.get(0) == '\n';
    }

    private static byte[] withLineEnd(byte[] line) {
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        byte[] whole = Arrays.copyOf(line, end + 1);
        whole[end] = '\n';
        for (int i = 0; i < end; i++) {
            if (line[i] == '\n') {
                throw new IllegalArgumentException("more than one line");
            }
        }
        return whole;
    }

    private static byte[] onANewLine(byte[] line) {
        byte[] moved = new byte[line.length + 1];
        moved[0] = '\n';
        System.arraycopy(line, 0, moved, 1, line.length);
        return moved;
    }

    private void rotate(Path path) throws IOException {
        List<Path> before = rotated();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!before.isEmpty()) {
            // behind the last one, should the clock have been set back: the order of the names is that of the lines
            Instant next = timeOf(before.get(before.size() - 1)).orElseThrow().plusMillis(1);
            now = now.isBefore(next) ? next : now;
        }
        Path target = paths.own().resolve(PREFIX + TIME.format(now) + SUFFIX);
        if (!folder.moveNoReplace(path, target)) {
            throw new IOException(target + " exists");
        }
        for (Path old : before.subList(0, Math.max(0, before.size() + 1 - MOST_ROTATED))) {
            Files.deleteIfExists(old);
        }
        SpoolFolder.syncDirectory(paths.own());
    }

    private List<Path> rotated() throws IOException {
        try (Stream<Path> own = Files.list(paths.own())) {
            return own.filter(path -> timeOf(path).isPresent())
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
    }

    private static Optional<Instant> timeOf(Path path) {
        String name = path.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String time = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
            return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}

package io.penstock.file;

import io.penstock.config.Limits;
import io.penstock.config.RetentionConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the local sealed files within their bounds (I13), oldest first: those past their age, then as many as total size and
 * free space demand. Deleting for room is loss, and counted; deleting by age is what was asked for. Live files, and files that
 * are not named like ours, are never touched. Files thread.
 */
final class Retention {
    private static final long LEAST_NANOS_BETWEEN = 1_000_000_000L;
    private static final long MOST_NANOS_BETWEEN = 60_000_000_000L;
    private static final long NANOS_BETWEEN_NOTICES = 60_000_000_000L;
    /** A file may be past its age by this part of it, or by a second. */
    private static final int AGE_PARTS = 10;

    private final SpoolPaths paths;
    private final StatusListener status;
    private final EventCounters total;
    private final InstantSource clock;
    private volatile RetentionConfig bounds;

    private long knownBytes;
    private boolean everLooked;
    private long lookedAtNanos;

    private long deletedFiles;
    private long deletedBytes;
    private long lostRecords;
    private boolean everNoticed;
    private long noticedAtNanos;

    Retention(SpoolRoom room, RetentionConfig bounds, InstantSource clock) {
        this.paths = room.paths();
        this.status = room.status();
        this.total = room.total();
        this.bounds = bounds;
        this.clock = clock;
    }

    private record Kept(Path path, long bytes, Instant modified) {}

    /** Any thread. */
    void bounds(RetentionConfig newBounds) {
        bounds = newBounds;
    }

    /** A file was sealed: looks at once if it may have been one too many, and else not more than once a second. */
    void sealed(long bytes) {
        knownBytes += bytes;
        boolean soon = everLooked && System.nanoTime() - lookedAtNanos < LEAST_NANOS_BETWEEN;
        if (!soon || knownBytes > bounds.maxTotalBytes()) {
            enforce();
        }
    }

    /** Whether a file may have come of age since the last look, or the disk have become full by others' doing. */
    boolean isDue() {
        long nanos = Math.min(MOST_NANOS_BETWEEN, Limits.nanos(bounds.maxAge()) / AGE_PARTS);
        return !everLooked || System.nanoTime() - lookedAtNanos >= Math.max(LEAST_NANOS_BETWEEN, nanos);
    }

    /** Something could not be written: looks, but not more than once a second. */
    void roomIsWanted() {
        sealed(0);
    }

    void enforce() {
        everLooked = true;
        lookedAtNanos = System.nanoTime();
        RetentionConfig now = bounds;
        try {
            Deque<Kept> files = files();
            long bytes = files.stream().mapToLong(Kept::bytes).sum();
            long ageNanos = Limits.nanos(now.maxAge());
            if (ageNanos != Long.MAX_VALUE) {
                bytes -= deleteOlder(files, clock.instant().minusNanos(ageNanos));
            }
            knownBytes = deleteForRoom(files, bytes, now);
        } catch (IOException e) {
            status.warn("Retention cannot look at " + paths.sealed(), e);
        }
        notice();
    }

    private Deque<Kept> files() throws IOException {
        List<Kept> files = new ArrayList<>();
        for (Path directory : List.of(paths.sealed(), paths.archived())) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> list = Files.list(directory)) {
                for (Path path : (Iterable<Path>) list::iterator) {
                    if (SealedName.matches(path.getFileName().toString())) {
                        add(files, path);
                    }
                }
            }
        }
        files.sort(Comparator.comparing(Kept::modified).thenComparing(Kept::path));
        return new ArrayDeque<>(files);
    }

    private static void add(List<Kept> files, Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                files.add(new Kept(
                        path, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
        } catch (NoSuchFileException e) {
            return; // another process has the same bounds
        }
    }

    private long deleteOlder(Deque<Kept> files, Instant oldest) throws IOException {
        long freed = 0;
        while (!files.isEmpty() && files.getFirst().modified.isBefore(oldest)) {
            Kept file = files.removeFirst();
            freed += file.bytes;
            delete(file, 0);
        }
        return freed;
    }

    /** The bytes that are left. */
    private long deleteForRoom(Deque<Kept> files, long bytes, RetentionConfig now) throws IOException {
        long left = bytes;
        while (!files.isEmpty() && (left > now.maxTotalBytes() || isDiskShort(now))) {
            Kept file = files.removeFirst();
            left -= file.bytes;
            delete(file, records(file.path));
        }
        return left;
    }

    private boolean isDiskShort(RetentionConfig now) throws IOException {
        if (now.minFreePercent() <= 0) {
            return false;
        }
        FileStore store = Files.getFileStore(paths.sealed());
        return store.getUsableSpace() < store.getTotalSpace() * now.minFreePercent() / 100;
    }

    private long records(Path path) throws IOException {
        try {
            return Sidecar.read(paths.sidecar(path.getFileName().toString())).records();
        } catch (IOException e) {
            return Files.exists(path) ? LineCount.of(path, 0).lines() : 0;
        }
    }

    private void delete(Kept file, long records) throws IOException {
        // the file first: a sidecar without its file is removed at the next start, a file without its sidecar is not
        // known
        if (Files.deleteIfExists(file.path)) {
            deletedFiles++;
            deletedBytes += file.bytes;
            lostRecords += records;
            total.add(Counter.LOST_RETENTION, records);
        }
        Files.deleteIfExists(paths.sidecar(file.path.getFileName().toString()));
    }

    private void notice() {
        long now = System.nanoTime();
        if (deletedFiles == 0 || (everNoticed && now - noticedAtNanos < NANOS_BETWEEN_NOTICES)) {
            return;
        }
        everNoticed = true;
        noticedAtNanos = now;
        status.info("Retention deleted " + deletedFiles + " sealed files, " + deletedBytes + " bytes"
                + (lostRecords == 0 ? "" : "; " + lostRecords + " records are lost to maxTotalSize or minFree"));
        deletedFiles = 0;
        deletedBytes = 0;
        lostRecords = 0;
    }
}

package io.penstock.file;

import io.penstock.config.Limits;
import io.penstock.config.RetentionConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the local sealed files within their bounds (I13), oldest first: those past their age, then as many as total size and
 * free space demand. Deleting for room is loss, and counted; deleting by age is what was asked for. Live files, and files that
 * are not named like ours, are never touched.
 *
 * <p>Where sealed files wait to be uploaded, age deletes archived ones alone (I11), and for room these go first, which is no
 * loss then, then those in quarantine, sealed ones last; a file that is being uploaded is passed by. {@code penstock-seal}, which
 * looks every second whether anything is due; {@link #keep} and {@link #roomIsWanted} are any thread's.
 */
final class Retention {
    private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000L;
    private static final long LEAST_NANOS_BETWEEN = 1_000_000_000L;
    private static final long MOST_NANOS_BETWEEN = 60_000_000_000L;
    private static final long NANOS_BETWEEN_NOTICES = 60_000_000_000L;
    /** A file may be past its age by this part of it, or by a second. */
    private static final int AGE_PARTS = 10;

    private final SpoolPaths paths;
    private final StatusListener status;
    private final SpoolCounters counters;
    private final HeldFiles held;
    private final SealedFilesListener listener;
    private final InstantSource clock;
    private final FilesThread thread;
    private final Looking looking = new Looking();
    private volatile Keeping keeping;
    private volatile boolean wanted;
    private volatile boolean roomWanted;

    private long knownBytes;
    private boolean everLooked;
    private long lookedAtNanos;

    private long deletedFiles;
    private long deletedBytes;
    private long lostRecords;
    private boolean everNoticed;
    private long noticedAtNanos;

    Retention(SpoolRoom room, Keeping keeping, SealedFilesListener listener, InstantSource clock) {
        this.paths = room.paths();
        this.thread = room.sealing();
        this.status = room.status();
        this.counters = room.counters();
        this.held = room.held();
        this.listener = listener;
        this.keeping = keeping;
        this.clock = clock;
    }

    /** Where a file is kept, in the order in which room is made. */
    private enum Place {
        ARCHIVED,
        QUARANTINE,
        SEALED;

        private Path in(SpoolPaths paths) {
            return switch (this) {
                case ARCHIVED -> paths.archived();
                case QUARANTINE -> paths.quarantine();
                case SEALED -> paths.sealed();
            };
        }

        private boolean mayHold(String name) {
            return SealedName.matches(name)
                    || (this == QUARANTINE && (SpoolPaths.notedName(name).isPresent() || SpoolPaths.isRemains(name)));
        }
    }

    private record Kept(Place place, Path path, long bytes, Instant modified) {
        private static final Comparator<Kept> BY_AGE =
                Comparator.comparing(Kept::modified).thenComparing(Kept::path);
        private static final Comparator<Kept> BY_PLACE =
                Comparator.comparing(Kept::place).thenComparing(BY_AGE);

        private String name() {
            return path.getFileName().toString();
        }

        private boolean hasRecords() {
            return SealedName.matches(name());
        }
    }

    void begin() {
        thread.submit(looking);
    }

    private final class Looking extends FilesThread.Task {
        @Override
        long run() {
            boolean now = wanted;
            wanted = false;
            try {
                if (now || isDue()) {
                    enforce();
                } else if (roomWanted) {
                    roomWanted = false;
                    sealed(0);
                }
            } catch (Throwable e) {
                wanted = true;
                throw e;
            }
            return NANOS_BETWEEN_LOOKS;
        }
    }

    void keep(Keeping newKeeping) {
        keeping = newKeeping;
        wanted = true;
        thread.hurry(looking);
    }

    /** Something could not be written: looks, but not more than once a second. */
    void roomIsWanted() {
        roomWanted = true;
        thread.hurry(looking);
    }

    /** A file was sealed: looks at once if it may have been one too many, and else not more than once a second. */
    void sealed(long bytes) {
        knownBytes += bytes;
        boolean soon = everLooked && System.nanoTime() - lookedAtNanos < LEAST_NANOS_BETWEEN;
        if (soon && knownBytes <= keeping.bounds().maxTotalBytes()) {
            return;
        }
        try {
            enforce();
        } catch (Throwable e) {
            wanted = true; // the file that was sealed is no reason to seal it again
            thread.hurry(looking);
        }
    }

    /** Whether a file may have come of age since the last look, or the disk have become full by others' doing. */
    private boolean isDue() {
        long nanos = Math.min(MOST_NANOS_BETWEEN, Limits.nanos(keeping.bounds().maxAge()) / AGE_PARTS);
        return !everLooked || System.nanoTime() - lookedAtNanos >= Math.max(LEAST_NANOS_BETWEEN, nanos);
    }

    private void enforce() {
        everLooked = true;
        lookedAtNanos = System.nanoTime();
        Keeping now = keeping;
        try {
            List<Kept> files = files(now);
            long ageNanos = Limits.nanos(now.bounds().maxAge());
            if (ageNanos != Long.MAX_VALUE) {
                files = deleteOlder(files, clock.instant().minusNanos(ageNanos), now);
            }
            knownBytes = deleteForRoom(files, now);
        } catch (IOException | UncheckedIOException e) {
            status.warn("Retention cannot look at " + paths.sealed(), e);
        }
        notice();
    }

    /** In the order in which room is made. */
    private List<Kept> files(Keeping now) throws IOException {
        List<Kept> files = new ArrayList<>();
        for (Place place : Place.values()) {
            if (!Files.isDirectory(place.in(paths))) {
                continue;
            }
            try (Stream<Path> list = Files.list(place.in(paths))) {
                for (Path path : (Iterable<Path>) list::iterator) {
                    if (place.mayHold(path.getFileName().toString())) {
                        add(files, place, path);
                    }
                }
            }
        }
        files.sort(now.uploads() ? Kept.BY_PLACE : Kept.BY_AGE);
        return files;
    }

    private static void add(List<Kept> files, Place place, Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                Instant modified = attributes.lastModifiedTime().toInstant();
                files.add(new Kept(place, path, attributes.size(), modified));
            }
        } catch (NoSuchFileException e) {
            return; // another process has the same bounds
        }
    }

    /** The files that are left. */
    private List<Kept> deleteOlder(List<Kept> files, Instant oldest, Keeping now) throws IOException {
        List<Kept> left = new ArrayList<>();
        for (Kept file : files) {
            boolean mayGo = !now.uploads() || file.place == Place.ARCHIVED;
            if (!mayGo || !file.modified.isBefore(oldest) || !delete(file, false)) {
                left.add(file);
            }
        }
        return left;
    }

    /** The bytes that are left. */
    private long deleteForRoom(List<Kept> files, Keeping now) throws IOException {
        long left = files.stream().mapToLong(Kept::bytes).sum();
        for (Kept file : files) {
            if (left <= now.bounds().maxTotalBytes() && !isDiskShort(now.bounds())) {
                break;
            }
            boolean isLoss = file.hasRecords() && (!now.uploads() || file.place != Place.ARCHIVED);
            if (delete(file, isLoss)) {
                left -= file.bytes;
            }
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

    /** False when it is being uploaded. */
    private boolean delete(Kept file, boolean isLoss) throws IOException {
        if (file.place != Place.SEALED) {
            deleteNow(file, isLoss);
            return true;
        }
        if (!held.unlessHeld(file.name(), () -> deleteNow(file, isLoss))) {
            return false;
        }
        listener.removed(file.name());
        return true;
    }

    private void deleteNow(Kept file, boolean isLoss) throws IOException {
        Path sidecar = paths.sidecar(file.name());
        Path beside = file.place == Place.QUARANTINE ? paths.quarantined(sidecar) : sidecar;
        Lost lost = isLoss ? lost(file.path, beside) : new Lost(counters.total(), 0);
        // the file first: a sidecar without its file is removed at the next start, a file without its sidecar is not
        // known
        if (Files.deleteIfExists(file.path)) {
            deletedFiles++;
            deletedBytes += file.bytes;
            lostRecords += lost.records;
            lost.counters.add(Counter.LOST_RETENTION, lost.records);
        }
        Files.deleteIfExists(beside);
    }

    /** Records that are about to be lost, and where they are counted. */
    private record Lost(EventCounters counters, long records) {}

    private Lost lost(Path file, Path beside) throws IOException {
        try {
            Sidecar sidecar = Sidecar.read(beside);
            return new Lost(counters.ofEvent().apply(sidecar.event()), sidecar.records());
        } catch (IOException e) {
            return new Lost(
                    counters.total(), Files.exists(file) ? LineCount.of(file, 0).lines() : 0);
        }
    }

    private void notice() {
        long now = System.nanoTime();
        if (deletedFiles == 0 || (everNoticed && now - noticedAtNanos < NANOS_BETWEEN_NOTICES)) {
            return;
        }
        everNoticed = true;
        noticedAtNanos = now;
        String what = "Retention deleted " + deletedFiles + " sealed files, " + deletedBytes + " bytes"
                + (lostRecords == 0 ? "" : "; " + lostRecords + " records are lost to maxTotalSize or minFree");
        if (lostRecords > 0 && keeping.uploads()) {
            status.error(what + " before they were uploaded", null);
        } else {
            status.info(what);
        }
        deletedFiles = 0;
        deletedBytes = 0;
        lostRecords = 0;
    }
}

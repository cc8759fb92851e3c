package io.penstock.upload.directory;

import io.penstock.config.DirectoryConfig;
import io.penstock.config.Limits;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is stored in a directory within {@code maxAge} and {@code maxTotalSize}, oldest first. Touches only what is named like our objects and the manifest's, and nothing that was
 * written within the last minute: its uploader may not have verified it yet. Any thread; one works, the others go on.
 */
final class StoredBounds {
    static final Duration GRACE = Duration.ofMinutes(1);

    /** What a dead process was writing, and never came back to. */
    private static final Duration STALE = Duration.ofDays(1);

    private static final Duration LEAST_PAUSE = Duration.ofMinutes(1);
    /** A walk over a slow share takes at most this part of the time. */
    private static final int WALK_SHARE = 20;
    /** In one walk; bounds its memory. */
    private static final int MOST_FILES = 10_000;

    private final KeyFiles files;
    private final DirectoryConfig config;
    private final OurKeys ours;
    /** None of them within another. */
    private final List<Path> bases;

    private final Reports reports;
    private final AtomicBoolean working = new AtomicBoolean();
    private final InstantSource clock;
    private Instant looked = Instant.MIN;
    private Duration pause = Duration.ZERO;

    StoredBounds(KeyFiles files, DirectoryConfig config, OurKeys ours, StatusListener status, InstantSource clock) {
        this.files = files;
        this.config = config;
        this.ours = ours;
        List<Path> folders =
                ours.folders().stream().map(files.root()::resolve).distinct().toList();
        this.bases = folders.stream()
                .filter(folder ->
                        folders.stream().noneMatch(other -> folder.startsWith(other) && !folder.equals(other)))
                .toList();
        this.reports = new Reports(status);
        this.clock = clock;
    }

    private record Stored(Path path, long bytes, Instant modified) {}

    /** An object was stored: looks, if the last look is long enough ago. Throws nothing. */
    void stored() {
        boolean unlimited = config.maxAge().equals(Limits.UNLIMITED) && config.maxTotalBytes() == Long.MAX_VALUE;
        if (unlimited || !working.compareAndSet(false, true)) {
            return;
        }
        try {
            Instant now = clock.instant();
            // a clock that was set back must not put it off
            if (now.isBefore(looked) || !now.isBefore(looked.plus(pause))) {
                enforce(now);
                looked = clock.instant();
                Duration walk = Duration.between(now, looked).multipliedBy(WALK_SHARE);
                pause = walk.compareTo(LEAST_PAUSE) > 0 ? walk : LEAST_PAUSE;
            }
        } finally {
            working.set(false);
        }
    }

    private void enforce(Instant now) {
        Survey survey = new Survey(now);
        try {
            for (Path base : bases) {
                Files.walkFileTree(base, survey);
            }
            delete(survey);
            reports.over("bounds", "DirectoryUpload " + files.root() + ": old files are deleted again");
        } catch (IOException e) {
            reports.warn("bounds", "DirectoryUpload " + files.root() + " cannot be kept in its bounds: " + e);
        }
    }

    private void delete(Survey survey) throws IOException {
        long ageNanos = Limits.nanos(config.maxAge());
        Instant oldest = ageNanos == Long.MAX_VALUE ? Instant.MIN : survey.now.minusNanos(ageNanos);
        long left = survey.bytes;
        long deleted = 0;
        for (Stored file : survey.oldestFirst()) {
            if (!file.modified.isBefore(oldest) && left <= config.maxTotalBytes()) {
                break;
            }
            Files.deleteIfExists(file.path);
            removeEmpty(file.path.getParent());
            left -= file.bytes;
            deleted++;
        }
        if (deleted > 0) {
            reports.info("DirectoryUpload deleted " + deleted + " stored files, " + (survey.bytes - left)
                    + " bytes, from " + files.root() + " for maxAge or maxTotalSize");
        }
    }

    private void removeEmpty(@Nullable Path folder) {
        for (Path each = folder; each != null && !bases.contains(each); each = each.getParent()) {
            try {
                Files.delete(each);
            } catch (IOException e) {
                return; // not empty, or somebody was faster
            }
        }
    }

    /** What is there: all of its bytes, and the oldest files. */
    private final class Survey extends SimpleFileVisitor<Path> {
        private final Instant now;
        private final PriorityQueue<Stored> youngestFirst =
                new PriorityQueue<>(Comparator.comparing(Stored::modified).reversed());
        private long bytes;

        private Survey(Instant now) {
            this.now = now;
        }

        private List<Stored> oldestFirst() {
            List<Stored> sorted = new ArrayList<>(youngestFirst);
            sorted.sort(Comparator.comparing(Stored::modified).thenComparing(Stored::path));
            return sorted;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Instant modified = attributes.lastModifiedTime().toInstant();
            if (KeyFiles.isTemporary(file)) {
                if (attributes.isRegularFile() && modified.isBefore(now.minus(STALE))) {
                    Files.deleteIfExists(file);
                }
            } else if (attributes.isRegularFile() && ours.matches(files.key(file))) {
                bytes += attributes.size();
                if (modified.isBefore(now.minus(GRACE))) {
                    remember(new Stored(file, attributes.size(), modified));
                }
            }
            return FileVisitResult.CONTINUE;
        }

        private void remember(Stored file) {
            youngestFirst.add(file);
            if (youngestFirst.size() > MOST_FILES) {
                youngestFirst.remove();
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // not ours to read, or gone meanwhile
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}

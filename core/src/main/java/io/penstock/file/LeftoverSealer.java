package io.penstock.file;

import io.penstock.config.EventTime;
import io.penstock.file.Publisher.Published;
import io.penstock.file.SpoolPaths.FileId;
import io.penstock.platform.RegularFiles;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Seals a file without its writer: byte for byte as it is, up to the length that readers saw. Repeatable at any point. */
final class LeftoverSealer {
    private final SpoolPaths paths;
    private final Publisher publisher;
    private final EventCounters total;
    private final String host;
    private final StatusListener status;
    private final Consumer<Sealed> onSealed;

    /** Sealed name of the last file of an event and start: what the next one's sidecar calls previous. */
    private final Map<String, String> previous = new HashMap<>();

    /** @param onSealed told of every file sealed */
    LeftoverSealer(SpoolRoom room, Publisher publisher, Consumer<Sealed> onSealed) {
        this.paths = room.paths();
        this.onSealed = onSealed;
        this.total = room.counters().total();
        this.host = room.config().host();
        this.status = room.status();
        this.publisher = publisher;
    }

    /** @param orphans sidecars without their file: one of this file's says that it was complete, and how it is called */
    void seal(Leftover leftover, Map<String, Sidecar> orphans) throws IOException {
        Path path = leftover.path();
        if (leftover.note() != null && !Files.exists(paths.note(leftover.id()), LinkOption.NOFOLLOW_LINKS)) {
            return; // its writer lived, and has sealed it meanwhile: another file may have the name
        }
        // locked until it is sealed: a file that somebody writes to never becomes a sealed one
        try (FileChannel file = RegularFiles.readWrite(path)) {
            if (!RegularFiles.lock(file)) {
                throw new IOException(path + " is being written to by a process that does not hold its slot any more");
            }
            if (isSealedAlready(path)) {
                Files.delete(path);
            } else if (!finish(leftover, orphans)) {
                sealAsIs(leftover, file);
            }
        } catch (NoSuchFileException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        Files.deleteIfExists(paths.note(leftover.id()));
        SpoolFolder.syncDirectory(paths.sealed());
        SpoolFolder.syncDirectory(paths.own());
        SpoolFolder.syncDirectory(paths.directory());
    }

    /** A process that moves files by link and unlink may have died between the two. */
    private boolean isSealedAlready(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        if (key == null || links(path) < 2) {
            return false;
        }
        try (Stream<Path> sealed = Files.list(paths.sealed())) {
            for (Path other : (Iterable<Path>) sealed::iterator) {
                if (Files.isSameFile(other, path)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int links(Path path) throws IOException {
        try {
            return (Integer) Files.getAttribute(path, "unix:nlink");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 2; // not told here: look
        }
    }

    /** Its writer had come as far as the sidecar: nothing is missing but the rename. */
    private boolean finish(Leftover leftover, Map<String, Sidecar> orphans) throws IOException {
        for (Map.Entry<String, Sidecar> orphan : orphans.entrySet()) {
            if (Leftovers.isOf(orphan.getValue(), leftover.id())
                    && Files.exists(paths.sidecar(orphan.getKey()))
                    && publisher.publishAs(orphan.getKey(), leftover.path(), orphan.getValue(), true)) {
                sealed(leftover.id(), orphan.getKey(), orphan.getValue());
                return true;
            }
        }
        return false;
    }

    private void sealAsIs(Leftover leftover, FileChannel file) throws IOException {
        Path path = leftover.path();
        long length = Files.size(path);
        if (length <= leftover.headerBytes()) {
            Files.delete(path);
            return;
        }
        trim(path, length);
        file.force(true);
        LineCount count = LineCount.of(path, leftover.headerBytes());
        Sidecar sidecar = sidecar(leftover, count);
        Published published = publisher.publish(path, sidecar, 0, true);
        sealed(leftover.id(), published.name(), sidecar);
        if (count.torn()) {
            total.increment(Counter.LOST_TORN);
            status.error(published.name() + " ends in a record that the end of its process cut off (lostTorn)", null);
        }
    }

    /** Gives back what was reserved ahead: the visible length is exact, as reserving never changes it. */
    private static void trim(Path path, long length) throws IOException {
        FileTime written = Files.getLastModifiedTime(path); // when its last record came: all that tells of it
        RegularFiles.setLength(path, length);
        Files.setLastModifiedTime(path, written);
    }

    private Sidecar sidecar(Leftover leftover, LineCount count) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(leftover.path(), BasicFileAttributes.class);
        Instant latest = EventTime.bounded(attributes.lastModifiedTime().toInstant());
        Sidecar note = leftover.note();
        Instant opened =
                note == null ? EventTime.bounded(attributes.creationTime().toInstant()) : note.earliest();
        FileId id = leftover.id();
        return new Sidecar(
                id.event(),
                note == null ? host : note.host(),
                id.start(),
                id.sequence(),
                previous(id),
                count.lines(),
                opened.isBefore(latest) ? opened : latest,
                latest,
                leftover.headerBytes());
    }

    private @Nullable String previous(FileId id) {
        return previous.get(id.event() + '/' + id.start());
    }

    private void sealed(FileId id, String name, Sidecar sidecar) throws IOException {
        previous.put(id.event() + '/' + id.start(), name);
        total.increment(Counter.SEALED_FILES);
        Path path = paths.sealed().resolve(name);
        onSealed.accept(Sealed.of(path, Files.size(path), sidecar));
    }
}

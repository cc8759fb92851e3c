package io.penstock.file;

import io.penstock.file.SpoolPaths.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the processes before us left in a slot. Of an event's files at most one has the live name: that of the notes
 * without a hidden file; all notes older than that are stale. Whoever asks holds the slot.
 */
final class Leftovers {
    private final SpoolPaths paths;
    private final String ownStart;

    Leftovers(SpoolPaths paths, String ownStart) {
        this.paths = paths;
        this.ownStart = ownStart;
    }

    /** Each event's in the order in which they were written. */
    List<Leftover> find(int slot) throws IOException {
        Set<FileId> notes = ids(slot, SpoolPaths.NOTE);
        Set<FileId> hidden = ids(slot, SpoolPaths.NEXT);
        Map<String, FileId> live = new HashMap<>();
        List<Leftover> found = new ArrayList<>();
        Map<FileId, Sidecar> content = new HashMap<>();
        for (FileId id : notes) {
            Sidecar note = read(paths.note(id));
            if (note != null) {
                content.put(id, note);
            }
        }
        Comparator<FileId> byAge = Comparator.<FileId, Instant>comparing(id -> opened(content.get(id)))
                .thenComparing(FileId::sequence);
        for (FileId id : notes) {
            if (!hidden.contains(id)) {
                live.merge(id.event(), id, (a, b) -> byAge.compare(a, b) > 0 ? a : b);
            }
        }
        for (FileId id : live.values()) {
            Path path = paths.live(id.event(), slot);
            if (!id.start().equals(ownStart) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                found.add(new Leftover(id, path, content.get(id)));
            }
        }
        hidden.stream()
                .filter(id -> !id.start().equals(ownStart))
                .sorted(byAge)
                .forEach(id -> found.add(new Leftover(id, paths.next(id), content.get(id))));
        return found;
    }

    /** Notes of other starts in this slot whose files are sealed or gone. */
    List<Path> staleNotes(int slot, List<Leftover> found) throws IOException {
        Set<FileId> needed = new HashSet<>();
        found.forEach(leftover -> needed.add(leftover.id()));
        return ids(slot, SpoolPaths.NOTE).stream()
                .filter(id -> !needed.contains(id) && !id.start().equals(ownStart))
                .map(paths::note)
                .toList();
    }

    /** What is in {@code .penstock/} and is no file, the quarantine aside: nobody touches it. */
    List<Path> strange() throws IOException {
        try (Stream<Path> own = Files.list(paths.own())) {
            return own.filter(path -> !isFile(path) && !path.equals(paths.quarantine()))
                    .sorted()
                    .toList();
        }
    }

    /** Probes whose process died; taking the name from one that lives does it no harm. */
    List<Path> probes() throws IOException {
        return names().stream()
                .filter(SpoolPaths::isProbe)
                .map(paths.own()::resolve)
                .filter(Leftovers::isFile)
                .toList();
    }

    /** The slots that anybody ever used here. */
    Set<Integer> slots() throws IOException {
        Set<Integer> slots = new HashSet<>();
        for (String name : names()) {
            SpoolPaths.lockedSlot(name).ifPresent(slots::add);
            SpoolPaths.fileId(name).ifPresent(id -> slots.add(id.slot()));
        }
        return slots;
    }

    /** Sidecars without their file, by the file's sealed name. */
    Map<String, Sidecar> orphans() throws IOException {
        Map<String, Sidecar> orphans = new HashMap<>();
        for (String name : names()) {
            if (!name.endsWith(SpoolPaths.SIDECAR)) {
                continue;
            }
            String sealedName = name.substring(0, name.length() - SpoolPaths.SIDECAR.length());
            Sidecar sidecar = isSealed(sealedName) ? null : read(paths.own().resolve(name));
            if (sidecar != null && SealedName.matches(sealedName)) {
                orphans.put(sealedName, sidecar);
            }
        }
        return orphans;
    }

    /** Whether a file of that event, start and sequence still waits to be sealed, in whatever slot. */
    boolean isAwaited(Sidecar sidecar) throws IOException {
        return names().stream()
                .filter(name -> name.endsWith(SpoolPaths.NOTE))
                .flatMap(name -> SpoolPaths.fileId(name).stream())
                .anyMatch(id -> isOf(sidecar, id));
    }

    static boolean isOf(Sidecar sidecar, FileId id) {
        return sidecar.event().equals(id.event())
                && sidecar.start().equals(id.start())
                && sidecar.sequence() == id.sequence();
    }

    boolean isSealed(String sealedName) {
        return Files.exists(paths.sealed().resolve(sealedName), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(paths.archived().resolve(sealedName), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Set<FileId> ids(int slot, String suffix) throws IOException {
        Set<FileId> ids = new HashSet<>();
        for (String name : names()) {
            if (name.endsWith(suffix) && isFile(paths.own().resolve(name))) {
                SpoolPaths.fileId(name).filter(id -> id.slot() == slot).ifPresent(ids::add);
            }
        }
        return ids;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> own = Files.list(paths.own())) {
            return own.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static Instant opened(@Nullable Sidecar note) {
        return note == null ? Instant.MAX : note.earliest();
    }

    /** Null where it cannot be read: after a power cut a note may be there without its content. */
    private static @Nullable Sidecar read(Path path) {
        try {
            return Sidecar.read(path);
        } catch (IOException e) {
            return null;
        }
    }
}

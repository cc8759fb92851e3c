package io.penstock.file;

import io.penstock.file.Sidecar.NoSidecarException;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the sealed files of the dead. Starts are asked for only once: who is dead stays dead, and asking takes locks. Any
 * thread, one at a time.
 */
final class SealedLeftovers {
    private final SpoolPaths paths;
    private final String ownStart;
    private final Quarantine quarantine;
    private final Reports reports;
    private final Set<String> dead = new HashSet<>();

    SealedLeftovers(SpoolPaths paths, String ownStart, Quarantine quarantine, StatusListener status) {
        this.paths = paths;
        this.ownStart = ownStart;
        this.quarantine = quarantine;
        this.reports = new Reports(status);
    }

    synchronized List<Sealed> own() throws IOException {
        return list(ownStart::equals);
    }

    synchronized List<Sealed> find() throws IOException {
        // before asking who lives: whoever sealed one of these has its slot by now, or had it
        List<Sealed> files = list(start -> !start.equals(ownStart));
        Set<String> starts = new HashSet<>();
        files.forEach(file -> starts.add(file.start()));
        dead.retainAll(starts);
        if (!dead.containsAll(starts)) {
            ask(starts);
        }
        return files.stream().filter(file -> dead.contains(file.start())).toList();
    }

    private void ask(Set<String> starts) throws IOException {
        Set<Integer> slots = new Leftovers(paths, ownStart).slots();
        Optional<Set<String>> living = SlotLock.living(paths, slots, ownStart);
        if (living.isPresent() && !living.get().contains("")) {
            starts.stream().filter(start -> !living.get().contains(start)).forEach(dead::add);
        }
    }

    private List<Sealed> list(Predicate<String> start) throws IOException {
        List<Sealed> files = new ArrayList<>();
        try (Stream<Path> sealed = Files.list(paths.sealed())) {
            for (Path path : (Iterable<Path>) sealed::iterator) {
                if (SealedName.matches(path.getFileName().toString())) {
                    read(path).filter(file -> start.test(file.start())).ifPresent(files::add);
                }
            }
        }
        files.sort(Comparator.comparing(Sealed::earliest)
                .thenComparing(Sealed::sequence)
                .thenComparing(Sealed::name));
        return files;
    }

    private Optional<Sealed> read(Path path) {
        String name = path.getFileName().toString();
        try {
            Optional<Sealed> file = sealed(path);
            if (file.isEmpty() && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                // once more: the name may have been given to another file between the two looks. Its sidecar was there
                // before it, as it was before every file, so if there is still none there will never be one
                file = sealed(path);
                if (file.isEmpty()) {
                    quarantine.take(name, "nothing is known of it, " + paths.sidecar(name) + " cannot be read");
                }
            }
            return file;
        } catch (IOException e) {
            reports.error("reading", path + " is left where it is, what is known of it cannot be read now: " + e, e);
            return Optional.empty();
        }
    }

    /** Empty without a sidecar that can be used. */
    private Optional<Sealed> sealed(Path path) throws IOException {
        try {
            Sidecar sidecar = Sidecar.read(paths.sidecar(path.getFileName().toString()));
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() && SpoolPaths.isStart(sidecar.start())
                    ? Optional.of(Sealed.of(path, attributes.size(), sidecar))
                    : Optional.empty();
        } catch (NoSuchFileException | NoSidecarException e) {
            return Optional.empty();
        }
    }
}

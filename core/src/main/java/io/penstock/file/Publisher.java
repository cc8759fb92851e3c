package io.penstock.file;

import io.penstock.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives a finished file its sealed name: sidecar, then rename, neither ever replacing anything. The sidecar is at the same
 * time the reservation of the name among the spool's owners. Can be repeated after a failure or a crash at any point.
 */
final class Publisher {
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final String start;

    Publisher(SpoolPaths paths, SpoolFolder folder, String start) {
        this.paths = paths;
        this.folder = folder;
        this.start = start;
    }

    /** A name in {@code sealed/} and the number it carries. */
    record Published(String name, int collision) {}

    /**
     * @param file complete and, if {@code sync}, durable
     * @param firstCollision where to begin the search for a free name
     */
    Published publish(Path file, Sidecar sidecar, int firstCollision, boolean sync) throws IOException {
        for (int collision = firstCollision; ; collision++) {
            String name = SealedName.of(sidecar.event(), sidecar.named(), collision);
            if (publishAs(name, file, sidecar, sync)) {
                return new Published(name, collision);
            }
        }
    }

    /** Where the file stands in {@code sealed/} since an attempt that failed afterwards; null when it does not. */
    @Nullable
    Published published(Sidecar sidecar, int firstCollision, Presence file) throws IOException {
        for (int collision = firstCollision; ; collision++) {
            String name = SealedName.of(sidecar.event(), sidecar.named(), collision);
            try {
                if (file.isThis(Platform.get().status(paths.sealed().resolve(name)))) {
                    return new Published(name, collision);
                }
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    /** False when the name belongs to another file. */
    boolean publishAs(String name, Path file, Sidecar sidecar, boolean sync) throws IOException {
        Path target = paths.sealed().resolve(name);
        // sealed/ before the others: what leaves it is in one of those by then, or its upload note goes after it
        if (isTaken(target)
                || isTaken(paths.archived().resolve(name))
                || isTaken(paths.quarantined(target))
                || isTaken(paths.uploadNote(name))
                || isTaken(paths.quarantined(paths.uploadNote(name)))) {
            return false;
        }
        Path beside = paths.sidecar(name);
        if (!folder.writeNew(beside, sidecar.toJson(), paths.temporary(start), sync) && !isOf(beside, sidecar)) {
            return false;
        }
        if (sync) {
            // the sidecar before the rename: what keys and manifest need survives wherever the file does
            SpoolFolder.syncDirectory(paths.own());
        }
        if (!folder.moveNoReplace(file, target)) {
            Files.deleteIfExists(beside); // somebody else put a file there meanwhile
            return false;
        }
        return true;
    }

    /** By whatever: a link that leads nowhere too. */
    private static boolean isTaken(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether an attempt before this one wrote it. */
    private static boolean isOf(Path beside, Sidecar sidecar) {
        try {
            Sidecar found = Sidecar.read(beside);
            return found.event().equals(sidecar.event())
                    && found.start().equals(sidecar.start())
                    && found.sequence() == sidecar.sequence();
        } catch (IOException e) {
            return false; // not readable: the next name will do
        }
    }
}

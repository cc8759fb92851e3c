package io.penstock.file;

import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Moves what can never be uploaded, or tells nothing, to {@code .penstock/quarantine/}, and says so. Any thread. */
final class Quarantine {
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final StatusListener status;

    Quarantine(SpoolPaths paths, SpoolFolder folder, StatusListener status) {
        this.paths = paths;
        this.folder = folder;
        this.status = status;
    }

    /** Can be repeated; does nothing when the file is gone. */
    void take(String sealedName, String reason) throws IOException {
        folder.createOwnDirectory(paths.quarantine());
        // the sidecar first: should we not come further, the file has none, and is quarantined for that
        Path sidecar = paths.sidecar(sealedName);
        move(sidecar, paths.quarantined(sidecar));
        Path file = paths.sealed().resolve(sealedName);
        boolean moved = move(file, paths.quarantined(file));
        SpoolFolder.syncDirectory(paths.quarantine());
        SpoolFolder.syncDirectory(paths.sealed());
        SpoolFolder.syncDirectory(paths.own());
        if (moved) {
            status.error(file + " cannot be uploaded and was moved to " + paths.quarantine() + ": " + reason, null);
        }
    }

    /** The same for what is noted of a sealed file that has gone. */
    void takeNote(String sealedName, String reason) throws IOException {
        folder.createOwnDirectory(paths.quarantine());
        Path note = paths.uploadNote(sealedName);
        boolean moved = move(note, paths.quarantined(note));
        SpoolFolder.syncDirectory(paths.quarantine());
        SpoolFolder.syncDirectory(paths.own());
        if (moved) {
            status.error(note + " was moved to " + paths.quarantine() + ": " + reason, null);
        }
    }

    /** False when there is nothing to move. */
    private boolean move(Path from, Path to) throws IOException {
        try {
            if (!Files.exists(from)) {
                return false;
            }
            if (folder.moveNoReplace(from, to)) {
                return true;
            }
        } catch (IOException e) {
            if (Files.exists(from)) {
                throw e;
            }
            return false; // another process was faster
        }
        return finish(from, to);
    }

    /** Somebody who moves by link and unlink may have died between the two. */
    private static boolean finish(Path from, Path to) throws IOException {
        try {
            if (Files.isSameFile(from, to)) {
                Files.deleteIfExists(from);
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        throw new FileAlreadyExistsException(to.toString(), null, "in the way of what would go there");
    }
}

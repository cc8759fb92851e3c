package io.penstock.file;

import io.penstock.file.Sidecar.NoSidecarException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How an uploaded file leaves {@code sealed/}. A name may be another file's by the time a step is repeated, so the sidecar is
 * asked first; it goes last, and what a crash leaves of it is removed by recovery. Any thread.
 */
final class Departure {
    private final SpoolPaths paths;
    private final SpoolFolder folder;

    Departure(SpoolPaths paths, SpoolFolder folder) {
        this.paths = paths;
        this.folder = folder;
    }

    /** Whether the file is in {@code sealed/}, and not another of that name. */
    boolean isStill(Sealed file) throws IOException {
        return isOf(file) && Files.isRegularFile(paths.sealed().resolve(file.name()), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOf(Sealed file) throws IOException {
        try {
            return file.isOf(Sidecar.read(paths.sidecar(file.name())));
        } catch (NoSuchFileException | NoSidecarException e) {
            return false; // gone; or to be quarantined
        }
    }

    void done(Sealed file, boolean keep) throws IOException {
        if (!isOf(file)) {
            return;
        }
        Path path = paths.sealed().resolve(file.name());
        if (keep) {
            archive(path);
        } else {
            Files.deleteIfExists(path);
            // before the sidecar: a file that a power cut brings back must not come without it
            SpoolFolder.syncDirectory(paths.sealed());
            Files.deleteIfExists(paths.sidecar(file.name()));
        }
    }

    private void archive(Path path) throws IOException {
        Path archived = paths.archived().resolve(path.getFileName());
        if (!Files.exists(path)) {
            return;
        }
        folder.createOwnDirectory(paths.archived());
        if (!folder.moveNoReplace(path, archived)) {
            // by link and unlink, and a crash between the two
            if (!Files.isSameFile(path, archived)) {
                throw new FileAlreadyExistsException(
                        archived.toString(), null, "in the way of the file archived there");
            }
            Files.delete(path);
        }
        SpoolFolder.syncDirectory(paths.archived());
        SpoolFolder.syncDirectory(paths.sealed());
    }
}

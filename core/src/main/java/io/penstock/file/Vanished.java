package io.penstock.file;

import io.penstock.file.Presence.Loss;
import io.penstock.platform.FileStatus;
import io.penstock.platform.Platform;
import io.penstock.platform.RegularFiles;
import io.penstock.status.Reports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What becomes of a file that others removed, moved, truncated or replaced before it was sealed: its records are counted as
 * lost and reported once, and its name is free again. {@code penstock-seal}; can be repeated.
 *
 * <p>Whatever stands under the name is not sealed. It may be a copy of what was lost, or somebody's only one: it goes to
 * {@code .penstock/quarantine/}, unless it is empty.
 */
final class Vanished {
    private final SpoolRoom room;
    private final SpoolPaths paths;
    private final Reports reports;

    Vanished(SpoolRoom room) {
        this.room = room;
        this.paths = room.paths();
        this.reports = new Reports(room.status());
    }

    void settle(UnsealedFile file) throws IOException {
        Loss loss = file.log.presence().loss().orElse(Loss.REMOVED);
        long records = file.countLost();
        Remains remains = Remains.UNKNOWN;
        try {
            file.log.close();
            remains = clear(file);
        } finally {
            tell(file, loss, records, remains);
        }
        forget(file);
    }

    /** Recovery removes a note whose file is gone, should that not be possible now. */
    private void forget(UnsealedFile file) {
        try {
            Files.deleteIfExists(paths.note(file.id));
        } catch (IOException e) {
            room.status().info(paths.note(file.id) + " was not removed: " + e);
        }
    }

    /** What stood under the file's name, and what became of it. */
    private enum Remains {
        NOTHING(""),
        QUARANTINED("; what stands there now was moved to quarantine"),
        LEFT("; what stands there now is no file, and is left"),
        IN_USE("; what stands there now is being written to by another process, and is left"),
        UNKNOWN("");

        private final String said;

        Remains(String said) {
            this.said = said;
        }
    }

    private Remains clear(UnsealedFile file) throws IOException {
        Path path = file.path();
        try {
            FileStatus found = Platform.get().status(path);
            if (!found.regular()) {
                return Remains.LEFT;
            }
            if (isInUse(path)) {
                return Remains.IN_USE;
            }
            if (found.bytes() == 0) {
                Files.delete(path);
                return Remains.NOTHING;
            }
            room.folder().createOwnDirectory(paths.quarantine());
            Path remains = paths.remains(file.id);
            if (!room.folder().moveNoReplace(path, remains)) {
                throw new IOException(remains + " exists, and " + path + " cannot be moved there");
            }
            return Remains.QUARANTINED;
        } catch (NoSuchFileException e) {
            return Remains.NOTHING;
        }
    }

    /** Another process that took our slot when its lock file was removed may have its live file there. */
    private static boolean isInUse(Path path) {
        try (FileChannel channel = RegularFiles.readWrite(path)) {
            return !RegularFiles.lock(channel);
        } catch (IOException e) {
            return false;
        }
    }

    private void tell(UnsealedFile file, Loss loss, long records, Remains remains) {
        if (file.lossTold) {
            return;
        }
        file.lossTold = true;
        String event = file.id.event();
        String what = "event " + event + ": " + file.path() + ' ' + loss.said();
        String where = remains == Remains.QUARANTINED ? " as " + paths.remains(file.id) : "";
        if (records == 0) {
            reports.warn("empty file gone " + event, what + "; no record was in it" + remains.said + where);
        } else {
            room.status()
                    .error(
                            what + ": " + records + " records in it are lost (lostRemoved)" + remains.said + where,
                            null);
        }
    }
}

package io.penstock.file;

import io.penstock.platform.FileStatus;
import io.penstock.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file of ours still stands under its name with the length it was given. Others may remove, move, truncate or
 * replace it at any moment; the name and the length tell, while the descriptor goes on taking what is written. Any thread.
 *
 * <p>A verdict is final. The file's own rename is no removal: while it is under way nothing is concluded, and neither is
 * anything from a comparison during which the path changed.
 */
final class Presence {
    /** What others did to the file. */
    enum Loss {
        REMOVED("was removed or moved away"),
        REPLACED("was replaced by another file"),
        TRUNCATED("was truncated"),
        CHANGED("was written to by somebody else");

        private final String said;

        Loss(String said) {
            this.said = said;
        }

        /** As the end of a sentence about the file. */
        String said() {
            return said;
        }
    }

    private final FileStatus created;
    private volatile Path path;
    private volatile boolean moving;
    private volatile @Nullable Loss loss;

    private Presence(Path path, FileStatus created) {
        this.path = path;
        this.created = created;
    }

    /** Of a file that has just been created. */
    static Presence of(Path path) throws IOException {
        return new Presence(path, Platform.get().status(path));
    }

    /** Where the file is meant to stand. */
    Path path() {
        return path;
    }

    /** Renames the file; false, and nothing done, if {@code to} exists. By the thread that holds the file. */
    boolean move(Path to, SpoolFolder folder) throws IOException {
        moving = true;
        try {
            if (!folder.moveNoReplace(path, to)) {
                return false;
            }
            path = to;
            return true;
        } finally {
            moving = false;
        }
    }

    /** What happened to the file, as far as it has been noticed. No I/O. */
    Optional<Loss> loss() {
        return Optional.ofNullable(loss);
    }

    boolean isLost() {
        return loss != null;
    }

    /** The caller has found out by other means. */
    void lost(Loss found) {
        if (loss == null) {
            loss = found;
        }
    }

    /** The file has at least these bytes. Also while it is being written to. */
    boolean holds(long bytes) {
        return compare(bytes, Long.MAX_VALUE);
    }

    /** The file has exactly these bytes. While nothing is being written. */
    boolean holdsExactly(long bytes) {
        return compare(bytes, bytes);
    }

    private boolean compare(long least, long most) {
        Path before = path;
        if (loss == null && !moving) {
            Loss found = look(before, least, most);
            if (found != null && !moving && before.equals(path)) {
                lost(found);
            }
        }
        return loss == null;
    }

    private @Nullable Loss look(Path where, long least, long most) {
        try {
            FileStatus now = Platform.get().status(where);
            if (!isThis(now)) {
                return Loss.REPLACED;
            }
            return now.bytes() < least ? Loss.TRUNCATED : now.bytes() > most ? Loss.CHANGED : null;
        } catch (NoSuchFileException e) {
            return Loss.REMOVED;
        } catch (IOException e) {
            return null; // it cannot be told now: no reason to give records up
        }
    }

    /** Removes the file; leaves another that has its name. */
    void delete() throws IOException {
        try {
            if (isThis(Platform.get().status(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            return; // gone already
        }
    }

    /** Whether this is the file that was created, whatever its length. */
    boolean isThis(FileStatus status) {
        return status.isSameFile(created);
    }
}

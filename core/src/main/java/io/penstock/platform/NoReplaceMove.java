package io.penstock.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Gives a file a name that must be free, within one file system. Any thread. */
public final class NoReplaceMove {
    private final Optional<FileCalls> calls;
    private volatile boolean renames = true;

    /** @param calls where there are none, and where the file system does not know them, it is a hard link and an unlink */
    public NoReplaceMove(Optional<FileCalls> calls) {
        this.calls = calls;
    }

    /** Renames; false, and nothing done, if {@code to} exists. Of several movers to one name exactly one succeeds. */
    public boolean move(Path from, Path to) throws IOException {
        if (calls.isPresent() && renames) {
            try {
                calls.get().renameNoReplace(from, to);
                return true;
            } catch (ErrnoException e) {
                if (e.errno() == ErrnoException.EEXIST) {
                    return false;
                }
                if (e.errno() != ErrnoException.ENOSYS && e.errno() != ErrnoException.EINVAL) {
                    throw e;
                }
                renames = false; // this kernel or filesystem does not know the flag
            }
        }
        return linkAndUnlink(from, to);
    }

    /** Files.move would not do: without REPLACE_EXISTING it looks first and then replaces. */
    private static boolean linkAndUnlink(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            // the same file: a crash came before the unlink, or a share's server was asked twice as its first answer
            // was lost
            if (!Files.isSameFile(from, to)) {
                return false;
            }
        }
        Files.delete(from);
        return true;
    }
}

package io.penstock.upload.directory;

import io.penstock.platform.ErrnoException;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a directory stands on: whether it is still there, and what a failure below it means. Any thread. */
final class Mount {
    /** EPERM, EACCES, EXDEV, ENOTDIR, EROFS, ENAMETOOLONG, ELOOP: the same again the next time. */
    private static final Set<Integer> LASTING = Set.of(1, 13, 18, 20, 30, 36, 40);

    /** What was a mount point when this process opened it: who opens it anew must not take the bare directory below for the share. */
    private static final Set<Path> MOUNTED = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final boolean mounted;

    /** @param root is there */
    Mount(Path root) {
        this.root = root;
        mounted = MOUNTED.contains(root) || (isMountPoint(root) && MOUNTED.add(root));
    }

    /**
     * Nothing may be written under the name of a share that has gone: it would fill the disk below, and be hidden when the share comes back.
     *
     * @throws StoreException {@link Kind#TRANSIENT}
     */
    void requireThere() throws StoreException {
        if (!Files.isDirectory(root)) {
            throw gone("it is not there any more");
        }
        if (mounted && !isMountPoint(root)) {
            throw gone("nothing is mounted there any more");
        }
    }

    private StoreException gone(String how) {
        return new StoreException(Kind.TRANSIENT, "DirectoryUpload " + root + ": " + how, null);
    }

    /** @param what was tried, with its arguments */
    StoreException failure(String what, IOException failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        try {
            requireThere();
        } catch (StoreException e) {
            e.addSuppressed(failure);
            return e;
        }
        return new StoreException(
                isLasting(failure) ? Kind.PERMANENT : Kind.TRANSIENT,
                "DirectoryUpload " + root + ": " + what + ": " + failure,
                failure);
    }

    /** A full disk is not: it is freed, often by a retention, without anybody changing a setting. */
    private boolean isLasting(IOException failure) {
        if (failure instanceof ErrnoException errno) {
            return LASTING.contains(errno.errno());
        }
        return failure instanceof AccessDeniedException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof NotDirectoryException
                || isReadOnly();
    }

    /** Asked of the file system: the failure itself has it only in words, which depend on the locale. */
    private boolean isReadOnly() {
        try {
            return Files.getFileStore(root).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isMountPoint(Path directory) {
        Path parent = directory.getParent();
        try {
            return parent != null
                    && !Files.getAttribute(directory, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // where there are no devices nothing can be told of them
        }
    }
}

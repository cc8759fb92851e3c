package io.penstock.file;

import io.penstock.config.SpoolConfig;
import io.penstock.platform.FileCalls;
import io.penstock.platform.NoReplaceMove;
import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates, moves and makes durable what stands in a spool, with the permissions and the group that are configured. Any thread. */
final class SpoolFolder {
    private final NoReplaceMove mover;
    private final Set<PosixFilePermission> permissions;
    private final Set<PosixFilePermission> directoryPermissions;
    private final @Nullable GroupPrincipal group;

    private SpoolFolder(
            Optional<FileCalls> calls, Set<PosixFilePermission> permissions, @Nullable GroupPrincipal group) {
        this.mover = new NoReplaceMove(calls);
        this.permissions = permissions;
        this.directoryPermissions = withSearch(permissions);
        this.group = group;
    }

    /** @throws IOException when the group is not known here */
    static SpoolFolder of(SpoolConfig config, Optional<FileCalls> calls) throws IOException {
        String name = config.fileGroup();
        GroupPrincipal group = null;
        if (name != null) {
            try {
                group = config.directory()
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByGroupName(name);
            } catch (IOException | UnsupportedOperationException e) {
                throw new IOException("fileGroup=\"" + name + "\": there is no such group here", e);
            }
        }
        return new SpoolFolder(calls, config.filePermissions(), group);
    }

    /**
     * Creates one of the spool's own directories; one that is there keeps its permissions.
     *
     * @throws FileSystemException where the name stands for anything else, a link to a directory too: a file is moved
     *     between these directories by its name alone, and what lies behind a link may be another spool's. An operator
     *     links the spool as a whole.
     */
    void createOwnDirectory(Path directory) throws IOException {
        createDirectory(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "is a symbolic link: make it a directory, and link " + directory.getParent()
                            + " as a whole if need be");
        }
    }

    /** Creates a directory and its parents; one that is there keeps its permissions. */
    void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectory(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(directory)) {
                return; // another process was faster
            }
            throw e;
        }
        apply(directory, directoryPermissions);
    }

    /** What a directory gets: the files' permissions, and those who may read may enter too. */
    private static Set<PosixFilePermission> withSearch(Set<PosixFilePermission> files) {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(files);
        for (PosixFilePermission permission : files) {
            switch (permission) {
                case OWNER_READ -> permissions.add(PosixFilePermission.OWNER_EXECUTE);
                case GROUP_READ -> permissions.add(PosixFilePermission.GROUP_EXECUTE);
                case OTHERS_READ -> permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                default -> {} // writing, and what a file's own x says, follow as they are
            }
        }
        return permissions;
    }

    /**
     * Gives a new file its permissions and group, whatever the umask. Not for a file that this process has locked: it may be
     * opened and closed, which ends a POSIX lock.
     */
    void own(Path file) throws IOException {
        apply(file, permissions);
    }

    private void apply(Path path, Set<PosixFilePermission> wanted) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return; // not a POSIX filesystem
        }
        PosixFileAttributes now = view.readAttributes();
        if (group != null && !group.equals(now.group())) {
            view.setGroup(group);
        }
        if (!wanted.equals(now.permissions())) {
            view.setPermissions(wanted);
        }
    }

    /** Writes a small file whole or not at all, by way of a new file {@code temporary}; false if {@code path} exists. */
    boolean writeNew(Path path, byte[] content, Path temporary, boolean sync) throws IOException {
        boolean moved = false;
        try {
            writeTemporary(temporary, content, sync);
            moved = moveNoReplace(temporary, path);
            return moved;
        } finally {
            if (!moved) {
                discard(temporary);
            }
        }
    }

    /** Writes a small file whole or leaves the one that is there, by way of a new file {@code temporary}; durable. */
    void replace(Path path, byte[] content, Path temporary) throws IOException {
        boolean moved = false;
        try {
            writeTemporary(temporary, content, true);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        } finally {
            if (!moved) {
                discard(temporary);
            }
        }
        Path parent = path.getParent();
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    /** What cannot be removed now is removed by a later start. */
    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            return;
        }
    }

    private void writeTemporary(Path temporary, byte[] content, boolean sync) throws IOException {
        try (FileChannel channel = RegularFiles.create(temporary)) {
            write(channel, ByteBuffer.wrap(content), temporary);
            own(temporary);
            if (sync) {
                channel.force(true);
            }
        }
    }

    /** Writes all of it, where the channel stands. */
    static void write(FileChannel channel, ByteBuffer data, Path path) throws IOException {
        while (data.hasRemaining()) {
            if (channel.write(data) <= 0) {
                throw new IOException("write(" + path + ", bytes=" + data.remaining() + ") wrote nothing");
            }
        }
    }

    /** As {@link NoReplaceMove#move}. */
    boolean moveNoReplace(Path from, Path to) throws IOException {
        return mover.move(from, to);
    }

    /** Makes names given and taken in this directory durable. */
    static void syncDirectory(Path directory) throws IOException {
        RegularFiles.syncDirectory(directory);
    }
}

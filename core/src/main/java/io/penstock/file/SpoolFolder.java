package io.penstock.file;

import io.penstock.config.SpoolConfig;
import io.penstock.platform.FileCalls;
import io.penstock.platform.NoReplaceMove;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
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

    /** Gives a new file its permissions and group, whatever the umask. */
    void own(Path file) throws IOException {
        apply(file, permissions);
    }

    private void apply(Path path, Set<PosixFilePermission> wanted) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return; // not a POSIX filesystem
        }
        if (group != null) {
            view.setGroup(group);
        }
        view.setPermissions(wanted);
    }

    /** Writes a small file whole or not at all, by way of {@code temporary}; false if {@code path} exists. */
    boolean writeNew(Path path, byte[] content, Path temporary, boolean sync) throws IOException {
        writeTemporary(temporary, content, sync);
        return moveNoReplace(temporary, path);
    }

    /** Writes a small file whole or leaves the one that is there, by way of {@code temporary}; durable. */
    void replace(Path path, byte[] content, Path temporary) throws IOException {
        writeTemporary(temporary, content, true);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = path.getParent();
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    private void writeTemporary(Path temporary, byte[] content, boolean sync) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
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
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

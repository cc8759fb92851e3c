package io.penstock.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The one door through which files of a spool or a store are opened: regular files only, and no symbolic link is followed.
 * Others can write to these directories, and a name of ours may stand for anything: opening a FIFO for reading blocks the
 * thread for good, and what is written through a link changes a file elsewhere.
 *
 * <p>The type is read before the file is opened, and opening itself refuses a link. What remains is a FIFO that takes the
 * name between the two: the JDK has no way to open without blocking. Any thread.
 */
public final class RegularFiles {
    private RegularFiles() {}

    /** The name stands for something that is never opened: a FIFO, a link, a socket, a device, a directory. */
    public static final class NotRegularException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        NotRegularException(Path path, BasicFileAttributes found) {
            super(path.toString(), null, "is " + type(found) + ", no regular file: it is left as it is");
        }

        private static String type(BasicFileAttributes found) {
            if (found.isSymbolicLink()) {
                return "a symbolic link";
            }
            return found.isDirectory() ? "a directory" : "a FIFO, a socket or a device";
        }
    }

    /**
     * The attributes of a regular file.
     *
     * @throws NotRegularException where the name stands for anything else
     */
    public static BasicFileAttributes attributes(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new NotRegularException(path, found);
        }
        return found;
    }

    /** For positional reads. */
    public static FileChannel read(Path path) throws IOException {
        return open(path, StandardOpenOption.READ);
    }

    /** For writing into a file that exists. */
    public static FileChannel write(Path path) throws IOException {
        return open(path, StandardOpenOption.WRITE);
    }

    /** For reading and writing a file that exists. */
    public static FileChannel readWrite(Path path) throws IOException {
        return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel open(Path path, StandardOpenOption... access) throws IOException {
        attributes(path);
        OpenOption[] options = new OpenOption[access.length + 1];
        System.arraycopy(access, 0, options, 0, access.length);
        options[access.length] = LinkOption.NOFOLLOW_LINKS;
        return FileChannel.open(path, options);
    }

    /** A new file, for reading and writing; fails where the name is taken, by a link too. */
    public static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** A new file, where every write goes to the end; fails where the name is taken, by a link too. */
    public static FileChannel createForAppending(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.APPEND, StandardOpenOption.CREATE_NEW);
    }

    /** A file that exists, where every write goes to the end. */
    public static FileChannel append(Path path) throws IOException {
        return open(path, StandardOpenOption.APPEND);
    }

    /**
     * Locks a file that is being written to, until the channel is closed or the process ends; false where it is locked by
     * another channel, or by {@link FileCalls#create}. True where the filesystem has no locks.
     */
    public static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** The whole file, one read after the other. An interrupt does not close it. */
    public static InputStream stream(Path path) throws IOException {
        attributes(path);
        return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The content of a small file. One that is longer than {@code most} comes with one byte more than that. */
    public static byte[] bytes(Path path, int most) throws IOException {
        try (InputStream in = stream(path)) {
            return in.readNBytes(most + 1);
        }
    }

    /** Sets the length of a file, which gives back what is reserved behind it even where the length stays the same. */
    public static void setLength(Path path, long length) throws IOException {
        attributes(path);
        // not FileChannel.truncate: that does nothing when the length stays the same
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }

    /** Makes names given and taken in this directory durable. */
    public static void syncDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

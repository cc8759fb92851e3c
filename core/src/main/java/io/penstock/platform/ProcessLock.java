package io.penstock.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A right that one holder has at a time: against other processes by a lock on a file, within the JVM by the
 * {@link LockRegistry}, which is common to all class loaders. Ends with the process.
 *
 * <p>The kernel drops a POSIX lock when any channel of the process on the file is closed. So a file that is in the registry
 * is not opened, and the channel of a lock stays open as long as the lock is held. Should the file all the same turn out to
 * be locked in this JVM, under another path of it say, the channel that found out is not closed either: the next attempt uses it.
 *
 * <p>A lock holds for the file, not for its path: where a file was removed or replaced before it was locked, the new one is
 * locked, and for later {@link #renew} does that. Any thread, but not an interrupted one: that would close the channel.
 */
public final class ProcessLock implements Closeable {
    private static final int MOST_BYTES = 1024;
    private static final int MOST_ATTEMPTS = 10;
    private static final long NANOS_BETWEEN_TRIES = 200_000L;

    /** Channels on files that are locked in this JVM by other channels, by the files' keys. Guarded by itself. */
    private static final Map<Object, FileChannel> KEPT_OPEN = new HashMap<>();

    /** Keeps the locks held reachable: a channel that is collected is closed, and its lock gone while the registry has it. */
    private static final Set<ProcessLock> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private byte[] signature = {};
    private Opened file;

    private ProcessLock(Path path, Opened file) {
        this.path = path;
        this.file = file;
    }

    /** What asking for the lock came to. */
    public sealed interface Answer {
        /** It is ours until {@link ProcessLock#close}. */
        record Taken(ProcessLock lock) implements Answer {}

        /** Another has it, who is called this; empty when he does not say. */
        record Busy(String holder) implements Answer {}
    }

    /** Gives a lock file permissions and group. Run before it is opened: it may open and close the file itself. */
    @FunctionalInterface
    public interface Ownership {
        /** Leaves the file as it is. */
        Ownership ANY = file -> {};

        void own(Path file) throws IOException;
    }

    /** A locked file, and what tells it from others that may get its path; null where the filesystem has no such key. */
    private record Opened(FileChannel channel, @Nullable Object key) {}

    /** As {@link #tryTake(Path, String, Ownership)}; a new file has the permissions that the umask gives it. */
    public static Answer tryTake(Path path, String holder) throws IOException {
        return tryTake(path, holder, Ownership.ANY);
    }

    /**
     * Takes the lock if nobody holds it. The file is made where there is none, and goes on telling of its last
     * {@link #sign signer}.
     *
     * @param path absolute and real: two names of one file would be two locks within the JVM
     * @param holder what others of this JVM are told, without a blank
     * @throws RegularFiles.NotRegularException where the path stands for anything but a file
     */
    public static Answer tryTake(Path path, String holder, Ownership ownership) throws IOException {
        Optional<String> other = LockRegistry.enter(path, holder);
        if (other.isPresent()) {
            return new Answer.Busy(other.get());
        }
        boolean taken = false;
        try {
            Attempt attempt = lock(path, ownership);
            if (attempt.opened == null) {
                return new Answer.Busy(attempt.holder);
            }
            ProcessLock lock = new ProcessLock(path, attempt.opened);
            HELD.add(lock);
            taken = true;
            return new Answer.Taken(lock);
        } finally {
            if (!taken) {
                LockRegistry.leave(path);
            }
        }
    }

    /** Takes a lock that is never held for long; empty when it was not had in time. */
    public static Optional<ProcessLock> take(Path path, String holder, Duration patience, Ownership ownership)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            if (tryTake(path, holder, ownership) instanceof Answer.Taken taken) {
                return Optional.of(taken.lock);
            }
            LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
        } while (System.nanoTime() - deadline < 0);
        return Optional.empty();
    }

    /** @param opened null where another holds the lock, who is called {@code holder} */
    private record Attempt(@Nullable Opened opened, String holder) {}

    /** Locks the file that the path leads to. The caller has the path in the registry. */
    private static Attempt lock(Path path, Ownership ownership) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            create(path);
            try {
                Object key = keyOf(path);
                ownership.own(path);
                FileChannel kept = keptOpen(key);
                Attempt made = lock(path, key, kept == null ? RegularFiles.readWrite(path) : kept);
                if (made != null) {
                    return made;
                }
            } catch (NoSuchFileException e) {
                // removed since it was made
            }
        }
        throw new IOException(path + " is replaced again and again");
    }

    /** Null where the path leads to another file than the one opened. */
    private static @Nullable Attempt lock(Path path, @Nullable Object key, FileChannel channel) throws IOException {
        boolean close = true;
        try {
            if (channel.tryLock() == null) {
                return new Attempt(null, signer(channel));
            }
            // the same before and after: so this is the file that was opened
            close = !Objects.equals(key, keyOf(path));
            return close ? null : new Attempt(new Opened(channel, key), "");
        } catch (OverlappingFileLockException e) {
            close = key == null;
            if (key != null) {
                keepOpen(key, channel);
            }
            return new Attempt(null, signer(channel));
        } finally {
            if (close) {
                channel.close();
            }
        }
    }

    private static @Nullable FileChannel keptOpen(@Nullable Object key) {
        synchronized (KEPT_OPEN) {
            return key == null ? null : KEPT_OPEN.remove(key);
        }
    }

    private static void keepOpen(Object key, FileChannel channel) {
        synchronized (KEPT_OPEN) {
            KEPT_OPEN.put(key, channel);
        }
    }

    private static void create(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createFile(path);
            } catch (FileAlreadyExistsException e) {
                return; // by another process, which was faster
            }
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return RegularFiles.attributes(path).fileKey();
    }

    private static String signer(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
        channel.read(content, 0);
        String line = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        int end = line.indexOf(' ');
        return end < 0 ? "" : line.substring(0, end);
    }

    /** Makes the file's content one line, {@code holder pid host}: this is what other processes are told. */
    public synchronized void sign(String holder, String host) throws IOException {
        String line = holder + ' ' + ProcessHandle.current().pid() + ' ' + host + '\n';
        signature = line.getBytes(StandardCharsets.UTF_8);
        write(file.channel, signature);
    }

    private static void write(FileChannel channel, byte[] line) throws IOException {
        channel.write(ByteBuffer.wrap(line), 0);
        channel.truncate(line.length);
    }

    /** Whether the path leads to the locked file, and so nobody else can lock what it leads to. */
    public synchronized boolean isIntact() throws IOException {
        try {
            return Objects.equals(file.key, keyOf(path));
        } catch (NoSuchFileException | RegularFiles.NotRegularException e) {
            return false;
        }
    }

    /** What {@link #renew} came to. */
    public enum Renewal {
        /** The path leads to the locked file. */
        INTACT,
        /** The file had been removed or replaced; the path's new file is locked now. */
        RENEWED,
        /** The file was removed or replaced, and another process has locked the path's new one. */
        TAKEN_BY_ANOTHER
    }

    /** Locks the path again if its file was removed or replaced, and signs it as before. */
    public synchronized Renewal renew(Ownership ownership) throws IOException {
        if (!file.channel.isOpen() || isIntact()) {
            return Renewal.INTACT;
        }
        Opened renewed = lock(path, ownership).opened;
        if (renewed == null) {
            return Renewal.TAKEN_BY_ANOTHER;
        }
        Opened old = file;
        file = renewed;
        old.channel.close(); // another file by now: this drops no lock of the new one
        if (signature.length > 0) {
            write(renewed.channel, signature);
        }
        return Renewal.RENEWED;
    }

    /** Gives the lock back; can be repeated. */
    @Override
    public synchronized void close() throws IOException {
        if (!file.channel.isOpen()) {
            return;
        }
        try {
            file.channel.close();
        } finally {
            HELD.remove(this);
            LockRegistry.leave(path); // last: until the channel is closed nobody may open the file
        }
    }
}

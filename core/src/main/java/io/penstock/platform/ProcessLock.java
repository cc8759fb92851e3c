package io.penstock.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A right that one holder has at a time: against other processes by a lock on a file, within the JVM by a system property,
 * which other class loaders see too. A POSIX lock is dropped when any channel of the process on the file is closed: so
 * nobody here opens a lock file without holding the property, and the lock's own channel stays open. Ends with the process.
 *
 * <p>Any thread, but not an interrupted one: that would close the channel. The file may only be deleted where nobody can be
 * about to lock it, or two would hold the lock of one path, each on a file of its own.
 */
public final class ProcessLock implements Closeable {
    private static final String PROPERTY = "io.penstock.lock:";
    private static final int MOST_BYTES = 1024;
    private static final long NANOS_BETWEEN_TRIES = 200_000L;

    private final String property;
    private final FileChannel channel;

    private ProcessLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** What asking for the lock came to. */
    public sealed interface Answer {
        /** It is ours until {@link ProcessLock#close}. */
        record Taken(ProcessLock lock) implements Answer {}

        /** Another has it, who is called this; empty when he does not say. */
        record Busy(String holder) implements Answer {}
    }

    /**
     * Takes the lock if nobody holds it. The file is made where there is none, and goes on telling of its last
     * {@link #sign signer}.
     *
     * @param path absolute and real: two names of one file would be two locks within the JVM
     * @param holder what others of this JVM are told, without a blank
     */
    public static Answer tryTake(Path path, String holder) throws IOException {
        String property = PROPERTY + path;
        Object other = System.getProperties().putIfAbsent(property, holder);
        if (other != null) {
            return new Answer.Busy(other.toString());
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            taken = isLocked(channel);
            return taken ? new Answer.Taken(new ProcessLock(property, channel)) : new Answer.Busy(signer(channel));
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                System.getProperties().remove(property);
            }
        }
    }

    /** Takes a lock that is never held for long; empty when it was not had in time. */
    public static Optional<ProcessLock> take(Path path, String holder, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            if (tryTake(path, holder) instanceof Answer.Taken taken) {
                return Optional.of(taken.lock);
            }
            LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
        } while (System.nanoTime() - deadline < 0);
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this JVM, though the property is gone: somebody replaced the system properties
        }
    }

    private static String signer(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
        channel.read(content, 0);
        String line = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        int end = line.indexOf(' ');
        return end < 0 ? "" : line.substring(0, end);
    }

    /** Makes the file's content one line, {@code holder pid host}: this is what other processes are told. */
    public void sign(String holder, String host) throws IOException {
        String line = holder + ' ' + ProcessHandle.current().pid() + ' ' + host + '\n';
        ByteBuffer content = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        channel.write(content, 0);
        channel.truncate(content.capacity());
    }

    /** Gives the lock back; can be repeated. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } finally {
            System.getProperties().remove(property); // last: until the channel is closed nobody may open the file
        }
    }
}

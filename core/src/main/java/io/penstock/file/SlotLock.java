package io.penstock.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to a slot of a spool, against other processes by a lock on {@code slot-k.lock}, within the JVM by a system
 * property, which other class loaders see too. A POSIX lock is dropped when any channel of the process on the file is
 * closed: so nobody here opens a lock file without holding the property, and the lock's own channel stays open.
 *
 * <p>The file's content, one line {@code start pid host}, says who had the slot last.
 */
final class SlotLock {
    private static final String PROPERTY = "io.penstock.slot:";
    private static final int MOST_BYTES = 1024;

    private final int slot;
    private final String property;
    private final FileChannel channel;

    private SlotLock(int slot, String property, FileChannel channel) {
        this.slot = slot;
        this.property = property;
        this.channel = channel;
    }

    /** What asking for a slot came to. */
    sealed interface Answer {
        /** The slot is ours until {@link SlotLock#release}. */
        record Taken(SlotLock lock) implements Answer {}

        /** Another pipeline has it, whose start this is; empty when it does not say. */
        record Busy(String start) implements Answer {}
    }

    /** The first slot that nobody holds, claimed by {@code start}. */
    static SlotLock takeFirst(SpoolPaths paths, SpoolFolder folder, String start, String host) throws IOException {
        for (int slot = 0; ; slot++) {
            if (tryTake(paths, slot, start) instanceof Answer.Taken taken) {
                try {
                    folder.own(paths.lock(slot));
                    taken.lock.claim(start, host);
                    return taken.lock;
                } catch (IOException | RuntimeException e) {
                    taken.lock.release();
                    throw e;
                }
            }
        }
    }

    /** Takes the slot if nobody holds it; the file goes on telling of the last owner. */
    static Answer tryTake(SpoolPaths paths, int slot, String start) throws IOException {
        Path path = paths.lock(slot);
        String property = PROPERTY + path;
        Object holder = System.getProperties().putIfAbsent(property, start);
        if (holder != null) {
            return new Answer.Busy(holder.toString());
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            taken = isLocked(channel);
            return taken ? new Answer.Taken(new SlotLock(slot, property, channel)) : new Answer.Busy(owner(channel));
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                System.getProperties().remove(property);
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this JVM, though the property is gone: somebody replaced the system properties
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
        channel.read(content, 0);
        String line = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        int end = line.indexOf(' ');
        return end < 0 ? "" : line.substring(0, end);
    }

    private void claim(String start, String host) throws IOException {
        String line = start + ' ' + ProcessHandle.current().pid() + ' ' + host + '\n';
        ByteBuffer content = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        channel.write(content, 0);
        channel.truncate(content.capacity());
    }

    int slot() {
        return slot;
    }

    void release() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(property); // last: until the channel is closed nobody may open the file
        }
    }
}

package io.penstock.file;

import io.penstock.file.SpoolPaths.FileId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One event's files that are not sealed yet, oldest first: only the first may have the live name. {@code penstock-files}
 * adds files, {@code penstock-seal} takes the first one forward and away; which of the two may touch a file's name and end
 * at a moment is what {@link #tryHold} and {@link #holdFirst} decide. Files and sequence are guarded by this object's
 * monitor, which is never held during I/O; what is remembered of the last sealed file belongs to {@code penstock-seal}.
 */
final class Lane {
    /** Files given away and not yet sealed, beyond which none is prepared: the writer then stays with the one it has (I10, I13). */
    static final int MOST_UNSEALED = 8;

    final String event;

    /** {@code penstock-seal}: takes the files forward. */
    final FilesThread.Task sealing;

    /** {@code penstock-seal}. */
    final Backoff backoff = new Backoff();

    private final Deque<UnsealedFile> files = new ArrayDeque<>(2 * MOST_UNSEALED);
    private long sequence;
    private @Nullable String previous;
    private @Nullable Instant lastEarliest;
    private int lastCollision;

    /** @param advance what {@link #sealing} does, and returns */
    Lane(String event, long sequence, ToLongFunction<Lane> advance) {
        this.event = event;
        this.sequence = sequence;
        this.sealing = new FilesThread.Task() {
            @Override
            long run() {
                return advance.applyAsLong(Lane.this);
            }
        };
    }

    /** The number the last file got; numbers are unique within the start. */
    synchronized long sequence() {
        return sequence;
    }

    synchronized FileId nextId(int slot, String start) {
        return new FileId(event, slot, start, ++sequence);
    }

    /** The file was never sealed; its number goes to the next one if none has been given since. */
    synchronized void takeBack(FileId id) {
        if (id.sequence() == sequence) {
            sequence--;
        }
    }

    /** At the end, held by the caller. */
    synchronized void add(UnsealedFile file) {
        files.addLast(file);
        file.held = true;
    }

    synchronized boolean isFirst(UnsealedFile file) {
        return files.peekFirst() == file;
    }

    /** Holds the file, if it is the lane's and the other thread does not hold it. */
    synchronized boolean tryHold(UnsealedFile file) {
        if (file.held || !files.contains(file)) {
            return false;
        }
        file.held = true;
        return true;
    }

    /** Holds the first file; null where there is none that can be held. */
    synchronized @Nullable UnsealedFile holdFirst() {
        UnsealedFile first = files.peekFirst();
        if (first == null || first.held) {
            return null;
        }
        first.held = true;
        return first;
    }

    synchronized @Nullable UnsealedFile first() {
        return files.peekFirst();
    }

    synchronized void letGo(UnsealedFile file) {
        file.held = false;
    }

    /** It is sealed or gone. */
    synchronized void remove(UnsealedFile file) {
        files.remove(file);
        file.held = false;
    }

    synchronized boolean isEmpty() {
        return files.isEmpty();
    }

    synchronized int unsealed() {
        int count = 0;
        for (UnsealedFile file : files) {
            if (file.givenAway) {
                count++;
            }
        }
        return count;
    }

    /** When both threads have ended. */
    synchronized Deque<UnsealedFile> left() {
        return new ArrayDeque<>(files);
    }

    @Nullable
    String previous() {
        return previous;
    }

    /** Where to begin the search for a free name: behind the last one given in the same second. */
    int firstCollision(Instant earliest) {
        Instant last = lastEarliest;
        return last != null && last.getEpochSecond() == earliest.getEpochSecond() ? lastCollision + 1 : 0;
    }

    void sealed(String name, Instant earliest, int collision) {
        previous = name;
        lastEarliest = earliest;
        lastCollision = collision;
    }
}

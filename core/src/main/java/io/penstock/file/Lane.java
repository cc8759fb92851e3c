package io.penstock.file;

import io.penstock.file.SpoolPaths.FileId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One event's files that are not sealed yet, oldest first: only the first may have the live name. Files thread. */
final class Lane {
    /** Files given away and not yet sealed, beyond which none is prepared: the writer then stays with the one it has (I10, I13). */
    static final int MOST_UNSEALED = 8;

    final String event;
    final Deque<UnsealedFile> files = new ArrayDeque<>();
    final Backoff backoff = new Backoff();

    /** A retry is scheduled: nothing is tried before it. */
    boolean waiting;

    private long sequence;
    private @Nullable String previous;
    private @Nullable Instant lastEarliest;
    private int lastCollision;

    Lane(String event, long sequence) {
        this.event = event;
        this.sequence = sequence;
    }

    /** The number the last file got; numbers are unique within the start. */
    long sequence() {
        return sequence;
    }

    FileId nextId(int slot, String start) {
        return new FileId(event, slot, start, ++sequence);
    }

    /** The file was never sealed; its number goes to the next one if none has been given since. */
    void takeBack(FileId id) {
        if (id.sequence() == sequence) {
            sequence--;
        }
    }

    int unsealed() {
        int count = 0;
        for (UnsealedFile file : files) {
            if (file.givenAway) {
                count++;
            }
        }
        return count;
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

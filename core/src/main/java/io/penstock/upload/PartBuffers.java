package io.penstock.upload;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays for parts. A worker has one at a time, so there are never more than workers, whatever is uploaded (I13). Those of a whole part are kept for the next one while anything waits. Any thread.
 */
final class PartBuffers {
    private final int partBytes;
    private final Deque<byte[]> free = new ArrayDeque<>();

    PartBuffers(int partBytes) {
        this.partBytes = partBytes;
    }

    int partBytes() {
        return partBytes;
    }

    /** @param expectedBytes what is to be stored, about: no more than that is taken */
    byte[] take(long expectedBytes) {
        synchronized (free) {
            // one that is there costs nothing, and a small one beside it would
            byte[] kept = free.poll();
            if (kept != null) {
                return kept;
            }
        }
        return new byte[(int) Math.max(1, Math.min(partBytes, expectedBytes))];
    }

    void give(byte[] buffer) {
        if (buffer.length == partBytes) {
            synchronized (free) {
                free.push(buffer);
            }
        }
    }

    /** Gives up what nobody uses. */
    void trim() {
        synchronized (free) {
            free.clear();
        }
    }

    int kept() {
        synchronized (free) {
            return free.size();
        }
    }
}

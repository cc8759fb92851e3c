package io.penstock.upload;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The starts whose files are ours to upload, each for as long as anything here depends on it: the last one out gives it back. Any thread.
 */
final class Claims {
    /** Each takes a file descriptor, and a program that was started again and again may have left thousands. */
    static final int MOST_OF_THE_DEAD = 128;

    private static final class Held {
        final Closeable claim;
        int users;

        Held(Closeable claim) {
            this.claim = claim;
        }
    }

    private final SealedQueue queue;
    private final Map<String, Held> held = new HashMap<>();

    Claims(SealedQueue queue) {
        this.queue = queue;
    }

    /** Whether nothing more of the dead is to be taken up just now. */
    synchronized boolean isFull() {
        return held.size() >= MOST_OF_THE_DEAD;
    }

    /** Whether there is room again for so many that looking for them is worth it. */
    synchronized boolean hasRoom() {
        return held.size() <= MOST_OF_THE_DEAD / 2;
    }

    /** False while another has it; else {@link #release} must follow. */
    synchronized boolean retain(String start) throws IOException {
        Held known = held.get(start);
        if (known == null) {
            Optional<Closeable> claim = queue.claim(start);
            if (claim.isEmpty()) {
                return false;
            }
            known = new Held(claim.get());
            held.put(start, known);
        }
        known.users++;
        return true;
    }

    /** @throws IOException when giving it back failed; it is not held any more all the same */
    synchronized void release(String start) throws IOException {
        Held known = held.get(start);
        if (known != null && --known.users == 0) {
            held.remove(start);
            known.claim.close();
        }
    }
}

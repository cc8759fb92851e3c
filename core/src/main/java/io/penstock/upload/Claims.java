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

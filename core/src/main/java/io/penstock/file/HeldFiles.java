package io.penstock.file;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Sealed files that retention must pass by, as long as somebody reads them; and the other way round. Any thread. */
final class HeldFiles {
    private enum By {
        UPLOAD,
        RETENTION
    }

    private final ConcurrentMap<String, By> held = new ConcurrentHashMap<>();

    /** False while it is being deleted. */
    boolean hold(String sealedName) {
        return held.putIfAbsent(sealedName, By.UPLOAD) != By.RETENTION;
    }

    void release(String sealedName) {
        held.remove(sealedName, By.UPLOAD);
    }

    /** Runs the deletion, unless the file is held: then false. */
    boolean unlessHeld(String sealedName, Uninterrupted.Effect deletion) throws IOException {
        if (held.putIfAbsent(sealedName, By.RETENTION) != null) {
            return false;
        }
        try {
            deletion.run();
            return true;
        } finally {
            held.remove(sealedName, By.RETENTION);
        }
    }
}

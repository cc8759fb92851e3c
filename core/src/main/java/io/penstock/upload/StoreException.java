package io.penstock.upload;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store's refusal or failure; the message says what was asked of whom, and what the answer was, and holds no credentials. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** It may work in a moment: no connection, time-out, 5xx, throttling, clock skew. */
        TRANSIENT,
        /** Somebody has to change something first: no right, no bucket, a bad key. */
        PERMANENT,
        /** An object is there already. */
        EXISTS
    }

    private final Kind kind;

    /** Keeps all three. */
    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What can be done about it. */
    public Kind kind() {
        return kind;
    }
}

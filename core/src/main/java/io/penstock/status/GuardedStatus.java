package io.penstock.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the framework's status channel (R2). Logback lets an application's status listener throw into the caller, and no caller here can do anything about it: what a listener throws, an
 * Error included, ends at this class. Any thread; never throws.
 *
 * <p>Expected I/O failures (an {@link IOException} without an unexpected cause) are passed on as text, without their stack trace: the message names call, file and error, the trace would only say
 * where in Penstock it was.
 */
public final class GuardedStatus implements StatusListener {
    private static final int MOST_CAUSES = 16;

    private final StatusListener foreign;

    private GuardedStatus(StatusListener foreign) {
        this.foreign = foreign;
    }

    /** Wraps the listener, unless that has been done before. */
    public static StatusListener of(StatusListener listener) {
        return listener instanceof GuardedStatus ? listener : new GuardedStatus(listener);
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        try {
            if (isExpected(cause)) {
                foreign.error(withText(message, cause), null);
            } else {
                foreign.error(message, cause);
            }
        } catch (Throwable thrown) {
            swallow(thrown);
        }
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        try {
            if (isExpected(cause)) {
                foreign.warn(withText(message, cause), null);
            } else {
                foreign.warn(message, cause);
            }
        } catch (Throwable thrown) {
            swallow(thrown);
        }
    }

    @Override
    public void info(String message) {
        try {
            foreign.info(message);
        } catch (Throwable thrown) {
            swallow(thrown);
        }
    }

    /** There is no further channel to report it to: the listener has seen the message, or never will. */
    @SuppressWarnings("unused")
    private static void swallow(Throwable thrown) {}

    private static boolean isExpected(@Nullable Throwable cause) {
        Throwable at = cause;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            if (!(at instanceof IOException) && !(at instanceof UncheckedIOException)) {
                return false;
            }
            at = at.getCause();
        }
        return cause != null;
    }

    private static String withText(String message, @Nullable Throwable cause) {
        String text = String.valueOf(cause == null ? null : cause.getMessage());
        return message.contains(text) ? message : message + ": " + cause;
    }
}

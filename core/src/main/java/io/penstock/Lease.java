package io.penstock;

import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.Optional;

/**
 * A share in a pipeline. There is one pipeline per logger context and real directory; appenders lease it, and the last lease that is released closes it
 * (signatures only while the rooms are being built).
 */
public final class Lease {
    private Lease() {}

    /**
     * @param context identity of the logger context (Log4j2 LoggerContext, Logback Context); held weakly
     * @param contextName for MXBean names
     * @param configuration identity of the configuration being built; a second appender with the same identity on the same directory is refused
     * @param appender the appender's name
     */
    public record Request(Object context, String contextName, Object configuration, String appender) {}

    /**
     * Opens the pipeline or joins the one that the context already has on this directory (then with the new settings: framing, overflow, rotation, retention with the next
     * file, buffers when an event is next opened). Waits for no thread and no disk queue.
     *
     * @throws LeaseException another appender of the same configuration has the directory, or the directory or O_DIRECT cannot be had; the message names the setting
     */
    public static Lease join(Request request, PenstockConfig config, FileFraming framing, StatusListener status)
            throws LeaseException {
        throw new UnsupportedOperationException();
    }

    /** The last configuration with which an appender of this name leased a pipeline in this context. */
    public static Optional<PenstockConfig> lastGood(Object context, String appender) {
        throw new UnsupportedOperationException();
    }

    public Penstock penstock() {
        throw new UnsupportedOperationException();
    }

    /** Gives the share back; idempotent. The last one flushes and seals for at most {@code timeout} (or the configured shutdownTimeout if that is longer); true when nothing was left behind. */
    public boolean release(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    public static final class LeaseException extends Exception {
        private static final long serialVersionUID = 1L;

        public LeaseException(String message) {
            super(message);
        }
    }
}

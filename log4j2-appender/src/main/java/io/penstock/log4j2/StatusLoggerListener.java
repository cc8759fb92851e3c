package io.penstock.log4j2;

import io.penstock.status.GuardedStatus;
import io.penstock.status.StatusListener;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Core's notices, in Log4j2's own status channel, with the appender's name before them. Without configuration Log4j2 prints errors only. */
final class StatusLoggerListener implements StatusListener {
    private static final Logger LOGGER = StatusLogger.getLogger();

    private final String prefix;

    /** Behind core's guard: Log4j2 lets the Errors of an application's status listener out (R2). */
    static StatusListener of(String appender) {
        return GuardedStatus.of(new StatusLoggerListener(EventFileAppender.PLUGIN_NAME + " \"" + appender + "\": "));
    }

    /** For an appender whose name is not known yet. */
    static StatusListener unnamed() {
        return GuardedStatus.of(new StatusLoggerListener(EventFileAppender.PLUGIN_NAME + ": "));
    }

    private StatusLoggerListener(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        LOGGER.error("{}{}", prefix, message, cause);
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        LOGGER.warn("{}{}", prefix, message, cause);
    }

    @Override
    public void info(String message) {
        LOGGER.info("{}{}", prefix, message);
    }
}

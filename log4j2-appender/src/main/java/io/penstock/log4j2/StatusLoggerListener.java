package io.penstock.log4j2;

import io.penstock.status.StatusListener;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Core's notices, in Log4j2's own status channel, with the appender's name before them. */
final class StatusLoggerListener implements StatusListener {
    private static final Logger LOGGER = StatusLogger.getLogger();

    private final String prefix;

    StatusLoggerListener(String appender) {
        this.prefix = EventFileAppender.PLUGIN_NAME + " \"" + appender + "\": ";
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

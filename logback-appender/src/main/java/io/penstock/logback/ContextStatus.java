package io.penstock.logback;

import ch.qos.logback.core.spi.ContextAware;
import io.penstock.status.StatusListener;
import org.jspecify.annotations.Nullable;

/** Core's reports on Logback's status channel, under the appender's name. */
final class ContextStatus implements StatusListener {
    private final ContextAware origin;
    private final String prefix;

    ContextStatus(ContextAware origin, String appender) {
        this.origin = origin;
        this.prefix = "Appender [" + appender + "]: ";
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        origin.addError(prefix + message, cause);
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        origin.addWarn(prefix + message, cause);
    }

    @Override
    public void info(String message) {
        origin.addInfo(prefix + message);
    }
}

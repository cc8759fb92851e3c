package io.penstock.log4j2;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.appender.DefaultErrorHandler;

/**
 * Counts the records that Log4j2 itself keeps from the appender: those logged through the same reference while it encodes another. Log4j2 reports only the first of
 * them and says in the message alone what happened.
 *
 * <p>What an application's status listener throws ends here (R2): Log4j2 lets its Errors out. Any thread.
 */
final class CountingErrorHandler extends DefaultErrorHandler {
    private static final String RECURSIVE = "Recursive call";

    private final EventFileAppender appender;

    CountingErrorHandler(EventFileAppender appender) {
        super(appender);
        this.appender = appender;
    }

    @Override
    public void error(String message) {
        if (message != null && message.startsWith(RECURSIVE)) {
            appender.countRecursive();
        }
        try {
            super.error(message);
        } catch (Throwable thrown) {
            passOn(thrown);
        }
    }

    @Override
    public void error(String message, Throwable error) {
        try {
            super.error(message, error);
        } catch (Throwable thrown) {
            passOn(thrown);
        }
    }

    @Override
    public void error(String message, LogEvent event, Throwable error) {
        try {
            super.error(message, event, error);
        } catch (Throwable thrown) {
            passOn(thrown);
        }
    }

    /** With {@code ignoreExceptions="false"} the base class throws on purpose. */
    private void passOn(Throwable thrown) {
        if (!appender.ignoreExceptions() && thrown instanceof AppenderLoggingException wanted) {
            throw wanted;
        }
    }
}

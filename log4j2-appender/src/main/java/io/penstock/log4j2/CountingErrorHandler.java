package io.penstock.log4j2;

import org.apache.logging.log4j.core.appender.DefaultErrorHandler;

/**
 * Counts the records that Log4j2 itself keeps from the appender: those logged through the same reference while it encodes another. Log4j2 reports only the first of
 * them and says in the message alone what happened.
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
        super.error(message);
    }
}

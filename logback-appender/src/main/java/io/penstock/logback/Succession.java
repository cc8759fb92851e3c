package io.penstock.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the configurations of a logger context apart and keeps, by appender name, what passes from one to the next. It hangs on the context as a listener that
 * survives resets, and so lives as long as the context does.
 */
final class Succession implements LoggerContextListener {
    /** The context forgets its objects with every reset, before it stops the appenders: this one stands for the current configuration. */
    private static final String CONFIGURATION = "io.penstock.logback.configuration";

    private final Map<String, Handover> handovers = new ConcurrentHashMap<>();
    private volatile boolean reset;

    private Succession() {}

    static synchronized Succession of(Context context) {
        Succession found = find(context);
        if (found != null) {
            return found;
        }
        Succession succession = new Succession();
        if (context instanceof LoggerContext loggers) {
            loggers.addListener(succession);
        }
        return succession;
    }

    private static @Nullable Succession find(Context context) {
        if (context instanceof LoggerContext loggers) {
            for (LoggerContextListener listener : loggers.getCopyOfListenerList()) {
                if (listener instanceof Succession succession) {
                    return succession;
                }
            }
        }
        return null;
    }

    /** Whether the context's configuration is a later one than the first in which an appender of ours was started. */
    static boolean hasBeenReset(Context context) {
        Succession succession = find(context);
        return succession != null && succession.reset;
    }

    /** The identity of the configuration that the context has now. */
    static synchronized Object configuration(Context context) {
        Object configuration = context.getObject(CONFIGURATION);
        if (configuration == null) {
            configuration = new Object();
            context.putObject(CONFIGURATION, configuration);
        }
        return configuration;
    }

    /** Whether the context has given this configuration up: a stop is then the context's, not one of the appender alone. */
    static boolean isOver(Context context, Object configuration) {
        return context.getObject(CONFIGURATION) != configuration;
    }

    Handover of(String appender) {
        return handovers.computeIfAbsent(appender, name -> new Handover());
    }

    /** An appender that has stopped by itself leaves nothing: names come and go, in a {@code SiftingAppender} for one. */
    void forget(String appender) {
        handovers.remove(appender);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStop(LoggerContext context) {
        handovers.values().forEach(Handover::close);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onReset(LoggerContext context) {
        reset = true;
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}

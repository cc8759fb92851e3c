package io.penstock.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import ch.qos.logback.core.status.WarnStatus;
import io.penstock.status.GuardedStatus;
import io.penstock.status.StatusListener;
import org.jspecify.annotations.Nullable;

/**
 * Reports on Logback's status channel, under the appender's name.
 *
 * <p>Logback prints its status at the end of a configuration only, and afterwards leaves it to status listeners. Where none is registered a loss at run time would be visible nowhere, so errors
 * and warnings are then handed to Logback's own listener for {@code System.err}. That one is never registered: a registered listener would print every notice of every component, would keep
 * Logback from printing at the end of the configuration, and would have to be removed again.
 *
 * <p>Any thread. What an application's listener throws ends in the {@link GuardedStatus} that both factory methods put around this class (R2).
 */
final class ContextStatus implements StatusListener {
    private static final OnErrorConsoleStatusListener CONSOLE = console();

    private final ContextAware origin;
    private final String prefix;
    private final boolean ofConfiguration;
    /** A listener was there: one that a reset or a stop has removed since is not stood in for. */
    private volatile boolean listened;

    private ContextStatus(ContextAware origin, String appender, boolean ofConfiguration) {
        this.origin = origin;
        this.prefix = "Appender [" + appender + "]";
        this.ofConfiguration = ofConfiguration;
        this.listened = origin.getContext() != null && StatusUtil.contextHasStatusListener(origin.getContext());
    }

    /** For what happens while the appender runs. */
    static StatusListener running(ContextAware origin, String appender) {
        return GuardedStatus.of(new ContextStatus(origin, appender, false));
    }

    /** For what is wrong with a configuration: of the first one of a context Logback prints it by itself. */
    static StatusListener configuring(ContextAware origin, String appender) {
        return GuardedStatus.of(new ContextStatus(origin, appender, true));
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        String text = textOf(message);
        // Spring Boot starts its context after the configuration and refuses to run an application with an error in it
        boolean isStarting = origin.getContext() instanceof LifeCycle context && !context.isStarted();
        report(
                isStarting && !ofConfiguration
                        ? new WarnStatus(text, origin, cause)
                        : new ErrorStatus(text, origin, cause));
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        report(new WarnStatus(textOf(message), origin, cause));
    }

    @Override
    public void info(String message) {
        origin.addStatus(new InfoStatus(textOf(message), origin));
    }

    private String textOf(String message) {
        return prefix + ": " + message;
    }

    private void report(Status status) {
        origin.addStatus(status);
        Context context = origin.getContext();
        if (context == null || listened) {
            return;
        }
        if (StatusUtil.contextHasStatusListener(context)) {
            listened = true;
        } else if (!isPrintedByLogback(context)) {
            CONSOLE.addStatusEvent(status);
        }
    }

    private boolean isPrintedByLogback(Context context) {
        return ofConfiguration && !Succession.hasBeenReset(context);
    }

    private static OnErrorConsoleStatusListener console() {
        OnErrorConsoleStatusListener console = new OnErrorConsoleStatusListener();
        console.setRetrospective(0);
        console.start();
        return console;
    }
}

package io.penstock.benchmarks.contender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.StatusPrinter2;
import io.penstock.benchmarks.load.LogbackRequestLog;
import io.penstock.benchmarks.load.RequestLog;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Logback behind SLF4J. */
final class StartedLogback implements StartedFramework {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @Override
    public void start(URL configuration, Path directory) {
        context.reset();
        context.putProperty(DIRECTORY_PROPERTY, directory.toString());
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(configuration);
        } catch (JoranException e) {
            throw new IllegalStateException("Logback cannot use " + configuration, e);
        }
        context.start();
        boolean failed = context.getStatusManager().getCopyOfStatusList().stream()
                .anyMatch(status -> status.getEffectiveLevel() >= Status.ERROR);
        boolean silent = !context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .hasNext();
        if (failed || silent || !context.getLogger(LOGGER).isEnabledFor(Level.INFO)) {
            new StatusPrinter2().print(context);
            throw new IllegalStateException("Logback cannot use " + configuration + ", see its status above");
        }
    }

    @Override
    public RequestLog requestLog() {
        return new LogbackRequestLog(context.getLogger(LOGGER));
    }

    @Override
    public void stop() {
        context.stop();
    }
}

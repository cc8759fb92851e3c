package io.penstock.benchmarks.contender;

import io.penstock.benchmarks.load.Log4j2RequestLog;
import io.penstock.benchmarks.load.RequestLog;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;

/** Log4j2, plain or with async loggers, as the JVM's system properties say. */
final class StartedLog4j2 implements StartedFramework {
    private static final int STOP_SECONDS = 120;

    private final LoggerContext context;

    StartedLog4j2() {
        // until the contender's configuration is loaded: none, and no search for one
        System.setProperty("log4j2.configurationFile", "classpath:contenders/log4j2/nothing.xml");
        context = (LoggerContext) LogManager.getContext(false);
        context.stop(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void start(URL configuration, Path directory) {
        System.setProperty(DIRECTORY_PROPERTY, directory.toString());
        Configuration loaded =
                ConfigurationFactory.getInstance().getConfiguration(context, "contender", uri(configuration));
        context.start(loaded);
        if (loaded.getRootLogger().getAppenders().isEmpty()) {
            throw new IllegalStateException("Log4j2 started without an appender from " + configuration);
        }
    }

    @Override
    public RequestLog requestLog() {
        return new Log4j2RequestLog(context.getLogger(LOGGER));
    }

    @Override
    public void stop() {
        context.stop(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url.toString(), e);
        }
    }
}

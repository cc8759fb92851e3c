package io.penstock.log4j2;

import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configuration;

/** A logger context of its own, configured by an XML file as a user's is. */
final class TestContext implements AutoCloseable {
    /** One appender, {@code EVENTS}, for all loggers. */
    static final String ROOT_TO_EVENTS = "<Root level='trace'><AppenderRef ref='EVENTS'/></Root>";

    private final LoggerContext context;
    private final Path file;

    private TestContext(LoggerContext context, Path file) {
        this.context = context;
        this.file = file;
    }

    static TestContext start(Path folder, String appenders) {
        return start(folder, appenders, ROOT_TO_EVENTS);
    }

    static TestContext start(Path folder, String appenders, String loggers) {
        Path file = write(folder.resolve("log4j2-test.xml"), appenders, loggers);
        return new TestContext(new LoggerContext("test", null, file.toUri()), file).started();
    }

    /** With all loggers asynchronous, over the Disruptor. */
    static TestContext startAsync(Path folder, String appenders, String loggers) {
        Path file = write(folder.resolve("log4j2-test.xml"), appenders, loggers);
        return new TestContext(new AsyncLoggerContext("test-async", null, file.toUri()), file).started();
    }

    /** {@code <EventFile name="EVENTS">} with a layout that writes the message and a line end. */
    static String events(Path directory, String attributes, String elements) {
        return "<EventFile name='EVENTS' directory='" + directory + "' " + attributes + ">"
                + "<PatternLayout pattern='%m%n' alwaysWriteExceptions='false'/>" + elements + "</EventFile>";
    }

    void reconfigure(String appenders, String loggers) {
        write(file, appenders, loggers);
        context.reconfigure();
    }

    LoggerContext context() {
        return context;
    }

    Logger logger() {
        return logger("app");
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    Configuration configuration() {
        return context.getConfiguration();
    }

    EventFileAppender events() {
        return events("EVENTS");
    }

    EventFileAppender events(String name) {
        AbstractAppender appender = configuration().getAppender(name);
        return (EventFileAppender) Objects.requireNonNull(appender, name);
    }

    Penstock penstock() {
        return Objects.requireNonNull(events().penstock());
    }

    EventStats total() {
        return penstock().stats().total();
    }

    /** As Log4j2's own shutdown hook does it, but without a time-out: what counts is ours. */
    @Override
    public void close() {
        context.stop();
    }

    private TestContext started() {
        context.start();
        return this;
    }

    private static Path write(Path file, String appenders, String loggers) {
        String xml = "<Configuration status='OFF' shutdownHook='disable'><Appenders>" + appenders
                + "</Appenders><Loggers>" + loggers + "</Loggers></Configuration>";
        try {
            return Files.writeString(file, xml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

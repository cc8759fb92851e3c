package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/** A logger context of its own, configured by real XML. */
final class Logging implements AutoCloseable {
    static final String ENCODER = "<encoder><pattern>%msg%n</pattern></encoder>";

    final LoggerContext context = new LoggerContext();

    Logging() {
        context.setName("test");
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.start();
    }

    static Logging with(Path directory, String settings) {
        return new Logging().configure(eventFile(directory, settings));
    }

    /** A configuration whose one appender is an event file appender under the root logger. */
    static String eventFile(Path directory, String settings) {
        return """
            <configuration>
              <appender name="EVENTS" class="io.penstock.logback.EventFileAppender">
                <directory>%s</directory>
                %s
                %s
              </appender>
              <root level="TRACE"><appender-ref ref="EVENTS"/></root>
            </configuration>
            """.formatted(directory, settings.contains("<encoder") ? "" : ENCODER, settings);
    }

    /** The same with an AsyncAppender between the root logger and the appender. */
    static String behindAsync(String xml, String asyncSettings) {
        String async = "<appender name=\"ASYNC\" class=\"ch.qos.logback.classic.AsyncAppender\">" + asyncSettings
                + "<appender-ref ref=\"EVENTS\"/></appender>";
        return xml.replace(
                "<root level=\"TRACE\"><appender-ref ref=\"EVENTS\"/>",
                async + "<root level=\"TRACE\"><appender-ref ref=\"ASYNC\"/>");
    }

    Logging configure(String xml) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(UTF_8)));
        } catch (JoranException failure) {
            throw new IllegalArgumentException(xml, failure);
        }
        return this;
    }

    Logging configure(URL file) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file);
        } catch (JoranException failure) {
            throw new IllegalArgumentException(file.toString(), failure);
        }
        return this;
    }

    Logging reconfigure(String xml) {
        context.reset();
        return configure(xml);
    }

    /**
     * Makes the root logger look at its appenders anew. Logback's {@code COWArrayList} can lose an appender that is added while threads log: a reader that copied the list before may publish its
     * copy after the list was marked as stale, and nobody copies again until the next change.
     */
    void remindOfAppenders() {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> attached = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(attached::add);
        attached.forEach(root::addAppender);
    }

    Logger logger() {
        return context.getLogger("test");
    }

    void log(String event, String message) {
        MDC.put("event", event);
        logger().info(message);
        MDC.remove("event");
    }

    EventFileAppender appender() {
        return (EventFileAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("EVENTS");
    }

    List<String> errors() {
        return messages(Status.ERROR);
    }

    List<String> warnings() {
        return messages(Status.WARN);
    }

    List<String> notices() {
        return messages(Status.INFO);
    }

    private List<String> messages(int level) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }

    @Override
    public void close() {
        context.stop();
    }
}

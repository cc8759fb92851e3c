package io.penstock.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.penstock.Penstock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A process that logs and ends, without ever stopping its logger context itself. Its flush interval is far longer than it lives. */
final class ExitingService {
    static final int RECORDS = 20_000;
    static final String EXITING = "exiting";
    static final String LAST_WORD = "the last bean is gone";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private ExitingService() {}

    /** @param shell what the command line begins with */
    static Process start(Path directory, String ending, String... shell) throws IOException {
        List<String> command = new ArrayList<>(List.of(shell));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // or the JVM itself warns on stderr
        }
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ExitingService.class.getName(),
                directory.toString(),
                ending));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Logger logger = configured(directory, args[1]);
        MDC.put("event", "payment");
        for (int i = 0; i < RECORDS; i++) {
            logger.info("number {}", i);
        }
        switch (args[1]) {
            case "main returns" -> {}
            case "a hook goes on logging" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> speakLast(logger, directory)));
                System.exit(0);
            }
            default -> {
                Files.createFile(directory.resolve(EXITING));
                System.exit(0);
            }
        }
    }

    private static Logger configured(Path directory, String ending) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        String patience = ending.endsWith("briefly") ? "<shutdownTimeout>2 s</shutdownTimeout>" : "";
        String xml = Logging.eventFile(directory, "<flushInterval>1 h</flushInterval>" + patience);
        if (ending.startsWith("Logback's own hook stops it")) {
            xml = xml.replace("<appender ", "<shutdownHook/><appender ");
        }
        if (ending.endsWith("with an AsyncAppender full of late records")) {
            // stopped after the appender that it is to empty itself into, which has room for a few records only
            xml = Logging.behindAsync(xml, "<queueSize>5000</queueSize><maxFlushTime>0</maxFlushTime>")
                    .replace("<root level=\"TRACE\">", "<root level=\"TRACE\"><appender-ref ref=\"EVENTS\"/>")
                    .replace(
                            "<flushInterval>",
                            "<filter class=\"" + LateDelivery.class.getName()
                                    + "\"/><buffer><size>8 KB</size><shards>1</shards></buffer><flushInterval>");
        }
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return context.getLogger("service");
    }

    /** Lets the AsyncAppender's thread deliver nothing before the appender is closed. */
    public static final class LateDelivery extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            if (Thread.currentThread().getName().startsWith("AsyncAppender-Worker")) {
                Logger root = ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME);
                Penstock penstock = Objects.requireNonNull(((EventFileAppender) root.getAppender("EVENTS")).penstock());
                until(penstock::isClosed);
            }
            return FilterReply.NEUTRAL;
        }
    }

    /** As Spring does while it destroys its beans: after our hook has sealed. */
    private static void speakLast(Logger logger, Path directory) {
        SpoolReader spool = new SpoolReader(directory);
        until(() -> !spool.sealed("payment").isEmpty());
        MDC.put("event", "payment");
        logger.info(LAST_WORD);
        until(() -> isWritten(directory));
    }

    private static boolean isWritten(Path directory) {
        Path live = directory.resolve("payment.log");
        try {
            return Files.exists(live) && Files.readString(live).contains(LAST_WORD);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}

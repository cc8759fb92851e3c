package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconfigurationTest {
    private static final String SETTINGS = """
            <filter class="io.penstock.logback.ReconfigurationTest$Reached"/>
            <blockTimeout>unlimited</blockTimeout>
            <buffer><size>128 KB</size><shards>2</shards></buffer>
            <rotation><size>512 KB</size></rotation>
            """;

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @BeforeEach
    void nothingHasReachedTheAppender() {
        Reached.BY_LINE.clear();
    }

    /** I1, I3: Logback itself drops records between two configurations; what came to the appender is in the files, once and in order. */
    @ParameterizedTest
    @ValueSource(
            strings = {"alone", "behind an AsyncAppender", "before an appender that is slow to stop", "with wrong edits"
            })
    void whatReachedTheAppenderIsInTheFilesThroughResetsUnderLoad(String how) throws InterruptedException {
        String xml = withNeighbours(how, Logging.eventFile(directory, SETTINGS));
        String edit = how.equals("with wrong edits") ? xml.replace("unlimited", "soon") : xml;
        try (Logging logging = new Logging().configure(xml);
                Load load = new Load(logging, 3, Integer.MAX_VALUE)) {
            load.awaitStart();
            for (int i = 0; i < 6; i++) {
                int before = Reached.BY_LINE.size();
                await().atMost(LONG).untilAsserted(() -> {
                    load.check();
                    logging.remindOfAppenders();
                    assertThat(Reached.BY_LINE.size()).isGreaterThan(before + 1_000);
                });
                logging.reconfigure(i % 2 == 0 ? edit : xml);
            }
            load.stop();
            assertThat(logging.errors()).allMatch(error -> how.equals("with wrong edits"));
        }
        Map<String, Integer> landed = new HashMap<>();
        SpoolReader spool = new SpoolReader(directory);
        Load.EVENTS.forEach(event -> spool.lines(event).forEach(line -> landed.merge(line, 1, Integer::sum)));
        assertThat(landed.values()).containsOnly(1);
        Set<String> missing = new HashSet<>(Reached.BY_LINE.keySet());
        missing.removeAll(landed.keySet());
        assertThat(missing).isEmpty();
        assertThat(landed.size()).isEqualTo(Reached.BY_LINE.size());
        Load.assertInOrder(Load.readBack(directory));
    }

    private static String withNeighbours(String how, String xml) {
        return switch (how) {
            // without a bound: else the old worker may still deliver while the new one does, and Logback itself loses
            // the order
            case "behind an AsyncAppender" -> Logging.behindAsync(xml, "<maxFlushTime>0</maxFlushTime>");
            case "before an appender that is slow to stop" ->
                xml.replace("<root ", "<appender name=\"SLOW\" class=\"" + SlowToStop.class.getName() + "\"/><root ")
                        .replace("</root>", "<appender-ref ref=\"SLOW\"/></root>");
            default -> xml;
        };
    }

    @Test
    void aScannedEditTakesEffectAndKeepsWhatWasWritten() throws IOException {
        Path file = directory.resolve("logback.xml");
        Path spool = directory.resolve("spool");
        try (Logging logging = scanning(file, Logging.eventFile(spool, ""))) {
            logging.log("payment", "before");
            EventFileAppender old = logging.appender();

            edit(file, Logging.eventFile(spool, "<eventKey>kind</eventKey>"));
            await().atMost(LONG)
                    .until(() -> logging.appender() != null
                            && logging.appender() != old
                            && logging.appender().isStarted());
            logging.log("payment", "after");

            assertThat(logging.errors()).isEmpty();
        }
        assertThat(new SpoolReader(spool).lines("payment")).containsExactly("before");
        assertThat(new SpoolReader(spool).lines("default")).containsExactly("after");
    }

    @Test
    void aWrongEditIsToldAndTheLastGoodSettingsStay() throws IOException {
        Path file = directory.resolve("logback.xml");
        Path spool = directory.resolve("spool");
        try (Logging logging = scanning(file, Logging.eventFile(spool, "<defaultEvent>rest</defaultEvent>"))) {
            logging.logger().info("before");
            EventFileAppender old = logging.appender();

            edit(file, Logging.eventFile(spool, "<defaultEvent>other</defaultEvent><onFull>explode</onFull>"));
            await().atMost(LONG)
                    .until(() -> logging.appender() != null
                            && logging.appender() != old
                            && logging.appender().isStarted());
            logging.logger().info("meanwhile");
            EventFileAppender fallenBack = logging.appender();
            // it is started before it says so
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(logging.errors())
                            .anyMatch(error -> error.contains("onFull=\"explode\""))
                            .anyMatch(error -> error.contains("last good settings")));

            edit(file, Logging.eventFile(spool, "<defaultEvent>other</defaultEvent>"));
            await().atMost(LONG)
                    .until(() -> logging.appender() != null
                            && logging.appender() != fallenBack
                            && logging.appender().isStarted());
            logging.logger().info("mended");
        }
        assertThat(new SpoolReader(spool).lines("rest")).containsExactly("before", "meanwhile");
        assertThat(new SpoolReader(spool).lines("other")).containsExactly("mended");
    }

    /** Spring Boot configures, resets and configures again before the application runs. */
    @Test
    void aSecondInitialisationLosesNothingAndTakesNoSecondSlot() {
        String xml = Logging.eventFile(directory, "<events>payment</events>");
        try (Logging logging = new Logging().configure(xml)) {
            logging.log("payment", "early");
            logging.context.stop();
            logging.context.reset();
            logging.context.start();
            logging.configure(xml);
            logging.log("payment", "late");

            assertThat(directory.resolve("payment.1.log")).doesNotExist();
            assertThat(logging.errors()).isEmpty();
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("early", "late");
    }

    private static Logging scanning(Path file, String xml) throws IOException {
        edit(file, xml);
        Logging logging = new Logging();
        try {
            return logging.configure(file.toUri().toURL());
        } catch (RuntimeException | IOException failure) {
            logging.close();
            throw failure;
        }
    }

    private static void edit(Path file, String xml) throws IOException {
        Instant modified = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.now();
        Path written = file.resolveSibling("written.xml");
        Files.writeString(
                written,
                xml.replace("<configuration>", "<configuration scan=\"true\" scanPeriod=\"50 milliseconds\">"));
        Files.setLastModifiedTime(written, FileTime.from(modified.plusSeconds(2)));
        Files.move(written, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes down what comes to the appender. */
    public static final class Reached extends Filter<ILoggingEvent> {
        static final Map<String, Boolean> BY_LINE = new ConcurrentHashMap<>();

        @Override
        public FilterReply decide(ILoggingEvent event) {
            Boolean twice = BY_LINE.put(event.getFormattedMessage(), true);
            return Objects.requireNonNullElse(twice, false) ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    /** Stops only when its neighbour, which has stopped before, has had so many records since that it has no room for more. */
    public static final class SlowToStop extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {}

        @Override
        public void stop() {
            if (isStarted()) {
                await().atMost(LONG).until(Load::waits);
            }
            super.stop();
        }
    }
}

package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.status.StatusUtil;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class EventFileAppenderTest {
    @TempDir
    Path directory;

    @Test
    void theSampleOfTheContractLoadsAsItStandsAndWritesOneFilePerEvent() {
        try (Logging logging = Samples.contract(directory)) {
            assertThat(logging.errors()).isEmpty();
            assertThat(logging.warnings()).isEmpty();

            logging.log("audit", "granted");
            logging.log("payment", "paid");
            logging.logger().info("neither");
        }
        SpoolReader spool = new SpoolReader(directory);
        assertThat(spool.lines("audit")).singleElement().asString().endsWith("test - granted");
        assertThat(spool.lines("payment")).singleElement().asString().endsWith("test - paid");
        assertThat(spool.lines("default")).singleElement().asString().endsWith("test - neither");
        assertThat(spool.sealed("audit")).hasSize(1);
    }

    @Test
    void anEmptyKeyGoesToTheDefaultEvent() {
        try (Logging logging = Logging.with(directory, "<defaultEvent>rest</defaultEvent>")) {
            logging.log("", "nowhere");
        }
        assertThat(new SpoolReader(directory).lines("rest")).containsExactly("nowhere");
    }

    @Test
    void theKeyIsTheOneThatTheLoggingThreadHadUnderAnAsyncAppender() {
        String xml = Logging.behindAsync(Logging.eventFile(directory, ""), "");
        try (Logging logging = new Logging().configure(xml)) {
            logging.log("payment", "paid");
            MDC.put("event", "audit");
            logging.logger().info("granted");
            MDC.put("event", "other");
        } finally {
            MDC.remove("event");
        }
        SpoolReader spool = new SpoolReader(directory);
        assertThat(spool.lines("payment")).containsExactly("paid");
        assertThat(spool.lines("audit")).containsExactly("granted");
        assertThat(spool.files("other")).isEmpty();
    }

    @Test
    void headerAndFooterStandInEveryFileAndAreNoRecords() {
        String settings =
                "<encoder class=\"io.penstock.logback.AwkwardEncoder\"/><rotation><size>1 KB</size></rotation>";
        try (Logging logging = Logging.with(directory, settings)) {
            for (int i = 0; i < 300; i++) {
                logging.log("payment", "number " + i);
            }
            logging.appender().penstock().flush(Duration.ofSeconds(10));
            assertThat(logging.appender().penstock().stats().total().get("accepted"))
                    .isEqualTo(300);
        }
        SpoolReader spool = new SpoolReader(directory);
        assertThat(spool.sealed("payment"))
                .hasSizeGreaterThan(1)
                .allSatisfy(file -> assertThat(SpoolReader.text(file))
                        .startsWith("head\nnumber ")
                        .endsWith("\nfoot\n"));
        assertThat(spool.lines("payment"))
                .filteredOn(line -> line.startsWith("number"))
                .hasSize(300);
    }

    @Test
    void thePatternCanStandAsHeader() {
        String encoder =
                "<encoder><outputPatternAsHeader>true</outputPatternAsHeader><pattern>%msg%n</pattern></encoder>";
        try (Logging logging = Logging.with(directory, encoder)) {
            logging.log("payment", "paid");
        }
        assertThat(new SpoolReader(directory).lines("payment"))
                .containsExactly("#logback.classic pattern: %msg%n", "paid");
    }

    @Test
    void filtersDecideBeforeAnythingIsEncoded() {
        String filter = "<filter class=\"ch.qos.logback.classic.filter.ThresholdFilter\"><level>WARN</level></filter>";
        try (Logging logging = Logging.with(directory, filter)) {
            logging.logger().info("quiet");
            logging.logger().warn("loud");
        }
        assertThat(new SpoolReader(directory).lines("default")).containsExactly("loud");
    }

    @Test
    void stoppingTwiceIsHarmlessAndWhatComesLaterIsCounted() {
        try (Logging logging = Logging.with(directory, "")) {
            EventFileAppender appender = logging.appender();
            logging.log("payment", "before");
            appender.stop();
            appender.stop();
            logging.log("payment", "after");

            assertThat(appender.isStarted()).isFalse();
            assertThat(appender.penstock().stats().total().get("refusedClosed")).isEqualTo(1);
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("before");
    }

    @Test
    void aStoppedAppenderCanBeStartedAgain() {
        try (Logging logging = Logging.with(directory, "")) {
            logging.log("payment", "before");
            logging.appender().stop();
            logging.appender().start();
            logging.log("payment", "after");
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("before", "after");
    }

    @Test
    void theStatisticsAreAnMXBeanUntilTheAppenderStops() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.penstock:type=EventFile,context=test,name=\"EVENTS\"");
        try (Logging logging = Logging.with(directory, "")) {
            logging.log("payment", "paid");
            logging.log("payment", "paid again");
            logging.log("audit", "granted");

            assertThat(server.getAttribute(name, "Accepted")).isEqualTo(3L);
            assertThat(server.getAttribute(name, "LiveEvents")).isEqualTo(2L);
            logging.reconfigure(Logging.eventFile(directory, ""));
            assertThat(server.getAttribute(name, "Accepted")).isEqualTo(0L);
            logging.reconfigure(Logging.eventFile(directory, "<jmx>false</jmx>"));
            assertThat(server.isRegistered(name)).isFalse();
            logging.reconfigure(Logging.eventFile(directory, "<jmx>TRUE</jmx>"));
            assertThat(server.isRegistered(name)).isTrue();
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    /** The framework's names are kept as they are, whatever is in them. */
    @Test
    void theMXBeanOfAnAwkwardNameIsFound() throws JMException {
        ObjectName name =
                new ObjectName("io.penstock:type=EventFile,context=test,name=" + ObjectName.quote("a,b=*\"c"));
        String xml = Logging.eventFile(directory, "").replace("EVENTS", "a,b=*&quot;c");
        try (Logging logging = new Logging().configure(xml)) {
            assertThat(logging.errors()).isEmpty();
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                    .isTrue();
        }
    }

    /** One warning at start makes Logback print its whole status on the application's console. */
    @Test
    void aHealthyStartAndStopWarnOfNothing() {
        Logging logging = Logging.with(directory, "");
        logging.log("payment", "paid");
        logging.close();

        assertThat(new StatusUtil(logging.context).getHighestLevel(0)).isZero();
    }
}

package io.penstock.log4j2;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's section "Life cycle": the new appender joins the old one's pipeline before the old one stops. */
class ReconfigurationTest {
    @TempDir
    Path folder;

    private final StatusReports reports = StatusReports.open();

    @AfterEach
    void close() {
        reports.end();
    }

    /** I1: nothing is lost between the old appender and the new, whatever is edited. */
    @Test
    void nothingIsLostUnderLoad() {
        Load load = new Load(3, 40_000, List.of("audit", "login"));
        List<String> edits = List.of(
                events("", "<EventBuffer size='64 KB'/>"),
                events("flushInterval='50 ms' events='audit'", "<EventRotation size='256 KB'/>"),
                events("idleTimeout='1 s'", "<EventBuffer size='128 KB' shards='2'/><EventRetention maxAge='1 d'/>"),
                events("blockTimeout='unlimited'", "<EventOverride name='audit' flushInterval='10 ms'/>"));
        try (TestContext test = TestContext.start(folder, edits.get(0))) {
            Load.Running running = load.start(test.logger());
            for (int i = 1; running.isAlive(); i++) {
                test.reconfigure(edits.get(i % edits.size()), TestContext.ROOT_TO_EVENTS);
            }
            running.join();
        }

        load.assertAllLanded(landed());
        assertThat(reports.ourErrors()).isEmpty();
    }

    @Test
    void theKeyAndTheLayoutChangeAtOnceAndNoFileIsSealedForIt() {
        try (TestContext test = TestContext.start(folder, events("defaultEvent='rest'", ""))) {
            test.logger().info("old");
            test.reconfigure(
                    "<EventFile name='EVENTS' directory='" + spool()
                            + "' defaultEvent='rest'><PatternLayout pattern='[%m]%n'/></EventFile>",
                    TestContext.ROOT_TO_EVENTS);
            test.logger().info("new");
            assertThat(landed().files()).isEmpty();
        }

        assertThat(landed().files("rest")).hasSize(1);
        assertThat(landed().lines("rest")).containsExactly("old", "[new]");
    }

    @Test
    void aWrongEditKeepsTheLastGoodSettingsUntilItIsMended() {
        try (TestContext test = TestContext.start(folder, events("defaultEvent='rest'", ""))) {
            test.logger().info("one");
            test.reconfigure(
                    "<EventFile name='EVENTS' directory='" + spool()
                            + "' maxEvents='many'><JsonLayout complete='true'/><EventBuffer shards='3'/></EventFile>",
                    TestContext.ROOT_TO_EVENTS);
            test.logger().info("two");

            assertThat(reports.ourErrors()).hasSize(1);
            assertThat(reports.ourErrors().get(0))
                    .contains("last good settings")
                    .contains("maxEvents")
                    .contains("shards")
                    .contains("complete");

            reports.forget();
            test.reconfigure(events("defaultEvent='mended'", ""), TestContext.ROOT_TO_EVENTS);
            test.logger().info("three");
            assertThat(reports.ourErrors()).isEmpty();
        }

        assertThat(landed().lines("rest")).containsExactly("one", "two");
        assertThat(landed().lines("mended")).containsExactly("three");
    }

    @Test
    void anEditToADirectoryThatCannotBeHadKeepsTheOldOne() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "not a directory");
        try (TestContext test = TestContext.start(folder, events("", ""))) {
            test.logger().info("one");
            test.reconfigure(TestContext.events(file, "", ""), TestContext.ROOT_TO_EVENTS);
            test.logger().info("two");
        }

        assertThat(landed().lines("default")).containsExactly("one", "two");
        assertThat(reports.ourErrors()).hasSize(1);
        assertThat(reports.ourErrors().get(0)).contains("last good settings");
    }

    @Test
    void aRenamedAppenderJoinsThePipelineAndARemovedOneSealsItsFiles() {
        try (TestContext test = TestContext.start(folder, events("", ""))) {
            test.logger().info("one");
            test.reconfigure(
                    events("", "").replace("name='EVENTS'", "name='RENAMED'"),
                    "<Root level='info'><AppenderRef ref='RENAMED'/></Root>");
            test.logger().info("two");
            assertThat(landed().files()).isEmpty();
            test.reconfigure("<Null name='NULL'/>", "<Root level='info'><AppenderRef ref='NULL'/></Root>");

            assertThat(landed().files("default")).hasSize(1);
            assertThat(landed().lines("default")).containsExactly("one", "two");
        }
    }

    @Test
    void anotherDirectoryIsAnotherPipeline() {
        Path second = folder.resolve("second");
        try (TestContext test = TestContext.start(folder, events("", ""))) {
            test.logger().info("one");
            test.reconfigure(TestContext.events(second, "", ""), TestContext.ROOT_TO_EVENTS);
            test.logger().info("two");

            assertThat(landed().lines("default")).containsExactly("one");
        }

        assertThat(Landed.in(second).lines("default")).containsExactly("two");
    }

    @Test
    void log4jsOwnMonitorDoesTheSame() throws Exception {
        Path file = folder.resolve("monitored.xml");
        Files.writeString(file, monitored("%m%n"));
        LoggerContext context = new LoggerContext("monitored", null, file.toUri());
        context.start();
        try {
            var first = context.getConfiguration();
            context.getLogger("app").info("one");
            Files.writeString(file, monitored("[%m]%n"));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
            await().atMost(120, SECONDS).until(() -> {
                context.getLogger("app").info("poll");
                return context.getConfiguration() != first;
            });
            context.getLogger("app").info("two");
        } finally {
            context.stop();
        }

        assertThat(landed().files("default")).hasSize(1);
        assertThat(landed().lines("default")).startsWith("one").endsWith("[two]");
    }

    private String monitored(String pattern) {
        return "<Configuration status='OFF' shutdownHook='disable' monitorInterval='1'><Appenders>"
                + "<EventFile name='EVENTS' directory='" + spool() + "'><PatternLayout pattern='" + pattern
                + "'/></EventFile></Appenders><Loggers>" + TestContext.ROOT_TO_EVENTS + "</Loggers></Configuration>";
    }

    private String events(String attributes, String elements) {
        return TestContext.events(spool(), attributes, elements);
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private Landed landed() {
        return Landed.in(spool());
    }
}

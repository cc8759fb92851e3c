package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.CloseableThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside and behind Log4j2's own appenders. */
class CompositionTest {
    @TempDir
    Path folder;

    private final StatusReports reports = StatusReports.open();

    @AfterEach
    void close() {
        reports.end();
    }

    @Test
    void whereThePipelineCannotBeHadFailoverTakesOver() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "not a directory");
        Path other = folder.resolve("other.log");
        String appenders = TestContext.events(file, "ignoreExceptions='false'", "")
                + "<File name='OTHER' fileName='" + other + "'><PatternLayout pattern='%m%n'/></File>"
                + "<Failover name='FAILOVER' primary='EVENTS'><Failovers><AppenderRef ref='OTHER'/></Failovers></Failover>";
        try (TestContext test =
                TestContext.start(folder, appenders, "<Root level='info'><AppenderRef ref='FAILOVER'/></Root>")) {
            test.logger().info("one");
            test.logger().info("two");
        }

        assertThat(Files.readAllLines(other)).containsExactly("one", "two");
        assertThat(reports.ourErrors()).hasSize(1);
        assertThat(reports.ourErrors().get(0)).contains(file.toString());
    }

    @Test
    void twoAppendersOfOneConfigurationOnOneDirectoryAreAnErrorAndTheFirstWorks() {
        Path spool = folder.resolve("spool");
        String second =
                TestContext.events(folder.resolve("./spool/../spool"), "", "").replace("'EVENTS'", "'SECOND'");
        try (TestContext test = TestContext.start(
                folder,
                TestContext.events(spool, "", "") + second,
                "<Root level='info'><AppenderRef ref='EVENTS'/><AppenderRef ref='SECOND'/></Root>")) {
            test.logger().info("once");
        }

        assertThat(Landed.in(spool).lines("default")).containsExactly("once");
        assertThat(reports.ourErrors()).hasSize(1);
        assertThat(reports.ourErrors().get(0)).contains("directory");
    }

    @Test
    void rewriteMayNameTheEvent() {
        Path spool = folder.resolve("spool");
        String rewrite = "<Rewrite name='REWRITE'><PropertiesRewritePolicy><Property name='event'>rewritten</Property>"
                + "</PropertiesRewritePolicy><AppenderRef ref='EVENTS'/></Rewrite>";
        try (TestContext test = TestContext.start(
                folder,
                TestContext.events(spool, "", "") + rewrite,
                "<Root level='info'><AppenderRef ref='REWRITE'/></Root>")) {
            test.logger().info("one");
        }

        assertThat(Landed.in(spool).lines("rewritten")).containsExactly("one");
    }

    @Test
    @SuppressWarnings("try") // the keys are set as long as this is open
    void routingMakesAnAppenderForEachRoute() {
        String routing = "<Routing name='ROUTING'><Routes pattern='$${ctx:tenant}'><Route>"
                + TestContext.events(folder, "", "")
                        .replace("name='EVENTS'", "name='EVENTS-${ctx:tenant}'")
                        .replace("'" + folder + "'", "'" + folder + "/${ctx:tenant}'")
                + "</Route></Routes></Routing>";
        try (TestContext test =
                TestContext.start(folder, routing, "<Root level='info'><AppenderRef ref='ROUTING'/></Root>")) {
            for (String tenant : List.of("north", "south", "north")) {
                try (var tenantSet =
                        CloseableThreadContext.put("tenant", tenant).put("event", "login")) {
                    test.logger().info("to {}", tenant);
                }
            }
        }

        assertThat(Landed.in(folder.resolve("north")).lines("login")).containsExactly("to north", "to north");
        assertThat(Landed.in(folder.resolve("south")).lines("login")).containsExactly("to south");
    }
}

package io.penstock.log4j2;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event is the log event's own, also where another thread appends it; nothing is lost on the way out. */
class AsynchronousTest {
    private static final Load LOAD = new Load(4, 10_000, List.of("audit", "login", "payment"));

    @TempDir
    Path folder;

    @Test
    void underAsyncLoggers() {
        try (TestContext test = TestContext.startAsync(folder, appender(), TestContext.ROOT_TO_EVENTS)) {
            LOAD.run(test.logger());
        }

        LOAD.assertAllLanded(landed());
    }

    @Test
    void underAMixedAsyncRoot() {
        try (TestContext test = TestContext.start(
                folder, appender(), "<AsyncRoot level='info'><AppenderRef ref='EVENTS'/></AsyncRoot>")) {
            LOAD.run(test.logger());
        }

        LOAD.assertAllLanded(landed());
    }

    @Test
    void behindAnAsyncAppender() {
        String async = "<Async name='ASYNC' bufferSize='64'><AppenderRef ref='EVENTS'/></Async>";
        try (TestContext test =
                TestContext.start(folder, appender() + async, "<Root level='info'><AppenderRef ref='ASYNC'/></Root>")) {
            LOAD.run(test.logger());
        }

        LOAD.assertAllLanded(landed());
    }

    private String appender() {
        return TestContext.events(folder.resolve("spool"), "", "");
    }

    private Landed landed() {
        return Landed.in(folder.resolve("spool"));
    }
}

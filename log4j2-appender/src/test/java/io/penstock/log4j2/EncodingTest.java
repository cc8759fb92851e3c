package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts run the application's code: it may fail, use up the stack, or log again, and leaves nothing half done. */
class EncodingTest {
    private static final String TWO_LOGGERS = "<Logger name='inner' level='info' additivity='false'>"
            + "<AppenderRef ref='EVENTS'/></Logger>" + TestContext.ROOT_TO_EVENTS;

    @TempDir
    Path folder;

    @Test
    void anExceptionInTheLayoutIsCountedAndTheNextRecordIsWhole() {
        try (TestContext test = start("")) {
            test.logger().info("before");
            test.logger().info(new LazyMessage(() -> {
                throw new IllegalStateException("no text");
            }));
            test.logger().info("after");

            assertThat(test.total().get("refusedInvalid")).isEqualTo(1);
            assertThat(test.total().get("accepted")).isEqualTo(2);
        }

        assertThat(landed().lines("default")).containsExactly("before", "after");
    }

    @Test
    void aStackOverflowInTheLayoutIsCountedAndTheNextRecordIsWhole() {
        try (TestContext test = start("")) {
            test.logger().info("before");
            for (int i = 0; i < 20; i++) {
                test.logger().info(LazyMessage.endless());
                test.logger().info("after {}", i);
            }

            assertThat(test.total().get("refusedInvalid")).isEqualTo(20);
        }

        assertThat(landed().lines("default"))
                .hasSize(21)
                .startsWith("before", "after 0")
                .endsWith("after 19");
    }

    @Test
    void withIgnoreExceptionsFalseTheApplicationSeesWhatFailed() {
        try (TestContext test = start("ignoreExceptions='false'")) {
            Logger logger = test.logger();

            assertThatThrownBy(() -> logger.info(LazyMessage.endless()))
                    .isInstanceOf(AppenderLoggingException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            logger.info("after");
        }

        assertThat(landed().lines("default")).containsExactly("after");
    }

    /** Each nesting level has a buffer of its own, so the inner record neither waits for the outer nor overwrites it. */
    @Test
    void aMessageMayLogAgain() {
        try (TestContext test = TestContext.start(folder, events(""), TWO_LOGGERS)) {
            Logger inner = test.logger("inner");
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                test.logger().info(new LazyMessage(() -> {
                    inner.info("while {} is encoded", number);
                    return "outer " + number;
                }));
            }
        }

        assertThat(landed().lines("default"))
                .hasSize(2_000)
                .startsWith("while 0 is encoded", "outer 0", "while 1 is encoded", "outer 1");
    }

    /** Log4j2 itself refuses a call through the same reference; it must not vanish from the counts for that. */
    @Test
    void aRecordThatLog4jRefusesAsRecursiveIsCounted() {
        try (TestContext test = start("")) {
            test.logger().info(new LazyMessage(() -> {
                test.logger().info("recursive");
                return "outer";
            }));

            assertThat(test.total().get("refusedInvalid")).isEqualTo(1);
        }

        assertThat(landed().lines("default")).containsExactly("outer");
    }

    private TestContext start(String attributes) {
        return TestContext.start(folder, events(attributes));
    }

    private String events(String attributes) {
        return TestContext.events(folder.resolve("spool"), attributes, "");
    }

    private Landed landed() {
        return Landed.in(folder.resolve("spool"));
    }
}

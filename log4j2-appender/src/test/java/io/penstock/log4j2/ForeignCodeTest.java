package io.penstock.log4j2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.status.StatusListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R2: what filters, layouts, messages and status listeners throw costs their record or their report, once, and nothing else. */
class ForeignCodeTest {
    @TempDir
    Path folder;

    @Test
    void anErrorFromAMessageIsCountedOnceAndReachesNobody() {
        try (TestContext test = start("")) {
            test.logger().info("first");
            test.logger().info(throwing(new OutOfMemoryError("asked for")));
            test.logger().info(throwing(new NoClassDefFoundError("asked for")));
            test.logger().info("second");

            assertThat(test.total().get("refusedInvalid")).isEqualTo(2);
        }
        assertThat(lines()).containsExactly("first", "second");
    }

    @Test
    void aFilterThatThrowsCostsItsRecord() {
        try (TestContext test = start("")) {
            test.events().addFilter(new Throwing());
            test.logger().info("first");
            test.logger().info("throw");
            test.logger().info("second");

            assertThat(test.total().get("refusedInvalid")).isEqualTo(1);
        }
        assertThat(lines()).containsExactly("first", "second");
    }

    @Test
    void withIgnoreExceptionsFalseTheApplicationSeesWhatTheFilterThrew() {
        try (TestContext test = start("ignoreExceptions='false'")) {
            test.events().addFilter(new Throwing());

            assertThatThrownBy(() -> test.logger().info("throw"))
                    .isInstanceOf(AppenderLoggingException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(test.total().get("refusedInvalid")).isEqualTo(1);
        }
    }

    /** Its end would else keep the lease, and what is in the buffers with it. */
    @Test
    void aFilterThatCannotBeStoppedKeepsNoLease() {
        TestContext test = start("");
        test.events().addFilter(new Throwing());
        test.logger().info("first");
        test.close();

        assertThat(lines()).containsExactly("first");
        try (TestContext again = start("")) {
            again.logger().info("second");
            assertThat(folder.resolve("spool/default.1.log"))
                    .as("the slot was given back")
                    .doesNotExist();
        }
    }

    @Test
    void aTimeOutBeyondEveryClockIsATimeOut() {
        TestContext test = start("");
        test.logger().info("first");

        assertThat(test.events().stop(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(lines()).containsExactly("first");
        test.close();
    }

    /** Log4j2 lets a status listener's Error through to the caller: here to the log call, the start and the stop. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aStatusListenerThatThrowsCostsNothing(String ignoreExceptions) {
        Deadly deadly = new Deadly();
        StatusLogger.getLogger().registerListener(deadly);
        try (TestContext test = start("ignoreExceptions='" + ignoreExceptions + "'")) {
            test.logger().info("first");
            try {
                test.logger().info(throwing(new IllegalStateException("asked for")));
            } catch (AppenderLoggingException wanted) {
                assertThat(ignoreExceptions).isEqualTo("false");
            }
            test.logger().info("second");
            assertThat(test.total().get("refusedInvalid")).isEqualTo(1);

            test.reconfigure(
                    TestContext.events(folder.resolve("spool"), "onFull='explode'", ""), TestContext.ROOT_TO_EVENTS);
            test.logger().info("third");
        } finally {
            StatusLogger.getLogger().removeListener(deadly);
        }
        assertThat(deadly.heard).anyMatch(message -> message.contains("explode"));
        assertThat(lines()).containsExactly("first", "second", "third");
    }

    @Test
    void aHeaderThatCannotBeMadeIsReportedAndLeftOut() {
        List<String> heard = new ArrayList<>();
        LayoutFraming framing = new LayoutFraming(new Headless(), new StatusListener() {
            @Override
            public void error(String message, @Nullable Throwable cause) {
                heard.add(message);
                throw new AssertionError("and the report too");
            }

            @Override
            public void warn(String message, @Nullable Throwable cause) {}

            @Override
            public void info(String message) {}
        });

        assertThat(framing.header()).isEmpty();
        assertThat(framing.footer()).isEmpty();
        assertThat(heard)
                .hasSize(2)
                .allMatch(message -> message.contains("the layout's") && message.contains("failed"));
    }

    private static LazyMessage throwing(Throwable thrown) {
        return new LazyMessage(() -> {
            throw ForeignCodeTest.<RuntimeException>asUnchecked(thrown);
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asUnchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private TestContext start(String attributes) {
        return TestContext.start(folder, TestContext.events(folder.resolve("spool"), attributes, ""));
    }

    private List<String> lines() {
        return Landed.in(folder.resolve("spool")).lines("default");
    }

    /** Throws for the message "throw", and when it is stopped. */
    private static final class Throwing extends AbstractFilter {
        @Override
        public Result filter(LogEvent event) {
            if (event.getMessage().getFormattedMessage().equals("throw")) {
                throw new StackOverflowError("asked for");
            }
            return Result.NEUTRAL;
        }

        @Override
        public boolean stop(long timeout, TimeUnit unit) {
            throw new IllegalStateException("asked for");
        }
    }

    /** Dies of every report that names our appender. */
    private static final class Deadly implements org.apache.logging.log4j.status.StatusListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void log(StatusData data) {
            String message = data.getMessage().getFormattedMessage();
            if (message.contains("EventFile") || message.contains("of event")) {
                heard.add(message);
                throw new AssertionError("asked for");
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {}
    }

    /** A layout whose header and footer fail. */
    private static final class Headless extends AbstractStringLayout {
        Headless() {
            super(UTF_8);
        }

        @Override
        public byte[] getHeader() {
            throw new OutOfMemoryError("asked for");
        }

        @Override
        public byte[] getFooter() {
            throw new StackOverflowError("asked for");
        }

        @Override
        public String toSerializable(LogEvent event) {
            return event.getMessage().getFormattedMessage();
        }
    }
}

package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What messages, encoders and threads can do to the appender. */
class HostileEventTest {
    private static final String AWKWARD = "<encoder class=\"io.penstock.logback.AwkwardEncoder\"/>";

    @TempDir
    Path directory;

    /** I1: a record that cannot be made is counted, and the application does not see it. */
    @Test
    void whatTheEncoderThrowsIsCountedAndReportedAndReachesNobody() {
        try (Logging logging = Logging.with(directory, AWKWARD)) {
            for (String message : new String[] {"first", "throw", "second", "overflow", "third", "null", "fourth"}) {
                logging.log("payment", message);
            }

            assertThat(logging.appender().penstock().stats().total().get("refusedInvalid"))
                    .isEqualTo(3);
            assertThat(logging.errors()).singleElement().asString().contains("payment");
        }
        assertThat(new SpoolReader(directory).lines("payment"))
                .containsExactly("head", "first", "second", "third", "fourth", "foot");
    }

    /** A guard against re-entry would drop the inner record, one shared buffer would mix the two. */
    @Test
    void aMessageThatLogsWhileItIsEncodedLosesNothing() {
        try (Logging logging = Logging.with(directory, "")) {
            logging.logger().info("outer {}", new LogsInToString(logging, 3));
        }
        assertThat(new SpoolReader(directory).lines("default"))
                .containsExactly("inner 0", "inner 1", "inner 2", "outer done");
    }

    private record LogsInToString(Logging logging, int depth) {
        @Override
        public String toString() {
            for (int i = 0; i < depth; i++) {
                logging.logger().info("inner {}", i);
            }
            return "done";
        }
    }

    @Test
    void whatOurOwnThreadsLogIsCountedAndToldAndNotAppended() throws InterruptedException {
        try (Logging logging = Logging.with(directory, "")) {
            Thread own = new Thread(() -> logging.logger().warn("part 7 is retried"), "penstock-upload-1");
            own.start();
            own.join();
            logging.logger().info("ours");

            assertThat(logging.appender().penstock().stats().total().get("ownRecords"))
                    .isEqualTo(1);
            assertThat(logging.notices()).anyMatch(notice -> notice.contains("part 7 is retried"));
        }
        assertThat(new SpoolReader(directory).lines("default")).containsExactly("ours");
    }

    @Test
    void aFilterThatThrowsCostsItsRecordOnly() {
        String filter = "<filter class=\"io.penstock.logback.HostileEventTest$ThrowingFilter\"/>";
        try (Logging logging = Logging.with(directory, filter)) {
            logging.logger().info("throw");
            logging.logger().info("kept");

            assertThat(logging.appender().penstock().stats().total().get("refusedInvalid"))
                    .isEqualTo(1);
        }
        assertThat(new SpoolReader(directory).lines("default")).containsExactly("kept");
    }

    @Test
    void anEncoderWithStateIsRefusedWhereItCanSaySo() {
        assumeThat(Arrays.stream(Encoder.class.getMethods()).map(method -> method.getName()))
                .as("Encoder.isStateful, since Logback 1.6.4")
                .contains("isStateful");
        try (Logging logging = Logging.with(directory, "<encoder class=\"io.penstock.logback.StatefulEncoder\"/>")) {
            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(logging.errors()).anyMatch(error -> error.contains("must not be stateful"));
        }
    }

    /** Throws on demand. */
    public static final class ThrowingFilter extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            if (event.getMessage().equals("throw")) {
                throw new IllegalStateException("asked for");
            }
            return FilterReply.NEUTRAL;
        }
    }
}

package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
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

    /** R2: memory that ends inside the encoder, or a thread that is ended there, is the record's affair alone. */
    @Test
    void anErrorFromTheEncoderIsCountedOnceAndReachesNobody() {
        try (Logging logging = Logging.with(directory, AWKWARD)) {
            logging.log("payment", "first");
            logging.log("payment", "memory");
            logging.log("payment", "linkage");
            logging.log("payment", "second");

            assertThat(logging.appender().penstock().stats().total().get("refusedInvalid"))
                    .isEqualTo(2);
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("head", "first", "second", "foot");
    }

    /** R2: a header that cannot be made costs the file its header. */
    @Test
    void anErrorFromTheHeaderIsReportedAndTheFileGoesWithoutIt() {
        try (Logging logging = Logging.with(directory, "<encoder class=\"" + Headless.class.getName() + "\"/>")) {
            logging.log("payment", "first");
            logging.appender().penstock().flush(Duration.ofSeconds(60));

            assertThat(logging.errors()).anyMatch(error -> error.contains("the encoder's header failed"));
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("first");
    }

    /** Its header and footer fail. */
    public static final class Headless extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            throw new OutOfMemoryError("asked for");
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return (event.getMessage() + "\n").getBytes(UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            throw new StackOverflowError("asked for");
        }
    }

    @Test
    void anEncoderThatWasNotStartedIsSaidToBeThat() {
        try (Logging logging = new Logging()) {
            EventFileAppender appender = new EventFileAppender();
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(logging.context);
            encoder.setPattern("%msg%n");
            appender.setContext(logging.context);
            appender.setName("EVENTS");
            appender.setDirectory(directory.toString());
            appender.setEncoder(encoder);
            appender.start();

            assertThat(logging.errors()).anyMatch(error -> error.contains("was set but not started"));
        }
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

    /** Nanoseconds in a long reach from 1677 to 2262: a time beyond neither wraps nor counts. */
    @Test
    void aTimeThatCannotBeToldTakesNoPartInTheNameOfTheFile() {
        try (Logging logging = Logging.with(directory, "")) {
            for (String time :
                    new String[] {"+40000-01-01T00:00:00Z", "2001-02-03T04:05:06.789Z", "1066-10-14T09:00:00Z"}) {
                LoggingEvent event = new LoggingEvent("fqcn", logging.logger(), Level.INFO, time, null, null);
                event.setMDCPropertyMap(Map.of());
                event.setInstant(Instant.parse(time));
                logging.appender().doAppend(event);
            }
        }

        assertThat(new SpoolReader(directory).sealed("default"))
                .singleElement()
                .asString()
                .endsWith("/default_2001-02-03_04-05-06.log");
        assertThat(new SpoolReader(directory).lines("default")).hasSize(3);
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

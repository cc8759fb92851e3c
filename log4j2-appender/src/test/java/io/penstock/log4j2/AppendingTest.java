package io.penstock.log4j2;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of one log event. */
class AppendingTest {
    @TempDir
    Path folder;

    private final StatusReports reports = StatusReports.open();

    @AfterEach
    void close() {
        ThreadContext.clearAll();
        reports.end();
    }

    @Test
    void everyEventHasItsOwnFileAndTheRestGoesToTheDefaultEvent() {
        try (TestContext test = start("eventKey='kind' defaultEvent='rest'", "")) {
            log(test.logger(), "kind", "payment", "paid");
            log(test.logger(), "kind", "login", "in");
            log(test.logger(), "kind", "payment", "paid again");
            log(test.logger(), "kind", "", "nothing in it");
            log(test.logger(), "event", "payment", "another key");
        }

        assertThat(landed().files()).containsOnlyKeys("payment", "login", "rest");
        assertThat(landed().lines("payment")).containsExactly("paid", "paid again");
        assertThat(landed().lines("login")).containsExactly("in");
        assertThat(landed().lines("rest")).containsExactly("nothing in it", "another key");
        assertThat(landed().liveFiles()).isEmpty();
    }

    /** I14: no value of the key fails an append. */
    @Test
    void theKeysValueMayBeAnyObjectAlsoOneThatCannotBeText() {
        try (TestContext test = start("", "")) {
            EventFileAppender appender = test.events();
            appender.append(eventWith(42, "a number"));
            appender.append(eventWith(
                    new Object() {
                        @Override
                        public String toString() {
                            throw new IllegalStateException("no text");
                        }
                    },
                    "throws"));
            appender.append(eventWith(
                    new Object() {
                        @Override
                        @SuppressWarnings("InfiniteRecursion")
                        public String toString() {
                            return toString() + this;
                        }
                    },
                    "endless"));
            appender.append(eventWith(null, "null"));
        }

        assertThat(landed().lines("42")).containsExactly("a number");
        assertThat(landed().lines("default")).containsExactly("throws", "endless", "null");
    }

    /** Nanoseconds in a long reach from 1677 to 2262: a time beyond neither wraps nor counts. */
    @Test
    void filesAreNamedByTheEventsOwnTimeAsFarAsItCanBeTold() {
        try (TestContext test = start("", "")) {
            test.events().append(eventAt("+40000-01-01T00:00:00Z"));
            test.events().append(eventAt("2001-02-03T04:05:06.789Z"));
            test.events().append(eventAt("1066-10-14T09:00:00Z"));
            test.events().append(eventAt("2301-01-01T00:00:00Z"));
        }

        assertThat(landed().files("default")).hasSize(1);
        assertThat(landed().files("default").get(0).getFileName()).hasToString("default_2001-02-03_04-05-06.log");
        assertThat(landed().lines("default")).hasSize(4);
    }

    private static LogEvent eventAt(String time) {
        Instant parsed = Instant.parse(time);
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochSecond(parsed.getEpochSecond(), parsed.getNano());
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setInstant(instant)
                .setMessage(new SimpleMessage(time))
                .build();
    }

    /** I2: exactly the bytes of the layout, whatever their number: buffers in between grow, none is cut. */
    @Test
    void recordsOfEverySizeAreByteExact() {
        StringBuilder expected = new StringBuilder();
        try (TestContext test = start("", "<EventBuffer size='64 KB' shards='1'/>")) {
            for (int length : new int[] {0, 1, 1023, 1024, 1025, 8191, 8192, 20_000, 70_000, 300_000, 3}) {
                String text = IntStream.range(0, length)
                        .mapToObj(i -> "aé€𝄞".substring(i % 3, i % 3 + 1))
                        .collect(joining());
                test.logger().info(text);
                expected.append(text).append(System.lineSeparator());
            }
        }

        assertThat(landed().text("default").getBytes(StandardCharsets.UTF_8))
                .isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filtersAndTheReferencesLevelAreLog4jsOwn() {
        String appender = "<EventFile name='EVENTS' directory='" + spool() + "'><PatternLayout pattern='%m%n'/>"
                + "<RegexFilter regex='.*secret.*' onMatch='DENY' onMismatch='NEUTRAL'/></EventFile>";
        try (TestContext test = TestContext.start(
                folder, appender, "<Root level='trace'><AppenderRef ref='EVENTS' level='warn'/></Root>")) {
            test.logger().warn("open");
            test.logger().warn("secret");
            test.logger().info("not severe");
        }

        assertThat(landed().lines("default")).containsExactly("open");
    }

    @Test
    void withoutALayoutThereIsLog4jsDefaultOne() {
        try (TestContext test = TestContext.start(folder, "<EventFile name='EVENTS' directory='" + spool() + "'/>")) {
            test.logger().info("message only");
        }

        assertThat(landed().lines("default")).containsExactly("message only");
    }

    @Test
    void whatPenstocksOwnThreadsLogGoesToTheStatusLogger() throws InterruptedException {
        try (TestContext test = start("", "")) {
            Thread own = new Thread(() -> test.logger().error("from within"), "penstock-upload-1");
            own.start();
            own.join();
            test.logger().info("from outside");

            assertThat(test.total().get("ownRecords")).isEqualTo(1);
        }

        assertThat(landed().lines("default")).containsExactly("from outside");
        assertThat(reports.messages(Level.ERROR)).anyMatch(message -> message.contains("from within"));
    }

    private static LogEvent eventWith(Object value, String message) {
        SortedArrayStringMap data = new SortedArrayStringMap();
        data.putValue("event", value);
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .setContextData(data)
                .build();
    }

    @SuppressWarnings("try") // the key is set as long as this is open
    private static void log(Logger logger, String key, String value, String message) {
        try (CloseableThreadContext.Instance ignored = CloseableThreadContext.put(key, value)) {
            logger.info(message);
        }
    }

    private TestContext start(String attributes, String elements) {
        return TestContext.start(folder, TestContext.events(spool(), attributes, elements));
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private Landed landed() {
        return Landed.in(spool());
    }
}

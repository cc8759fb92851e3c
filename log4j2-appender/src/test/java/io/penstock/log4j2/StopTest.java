package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Penstock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop promises. */
class StopTest {
    @TempDir
    Path folder;

    /** I1: Log4j2 passes no time at all, and everything accepted is in sealed files all the same. */
    @Test
    void aStopWithoutATimeOutTakesTheTimeItNeeds() {
        TestContext test = start("");
        Load load = new Load(2, 20_000, List.of("audit", "login"));
        load.run(test.logger());

        assertThat(test.context().stop(0, TimeUnit.MILLISECONDS)).isTrue();

        load.assertAllLanded(landed());
        assertThat(landed().liveFiles()).isEmpty();
    }

    @Test
    void stoppingTwiceIsHarmlessAndAppendingAfterwardsIsRefusedAndCounted() {
        TestContext test = start("");
        EventFileAppender appender = test.events();
        Penstock penstock = test.penstock();
        appender.append(event("in time"));

        assertThat(appender.stop(0, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(appender.stop(0, TimeUnit.MILLISECONDS)).isTrue();
        appender.append(event("too late"));
        test.close();

        assertThat(penstock.stats().total().get("refusedClosed")).isEqualTo(1);
        assertThat(landed().lines("default")).containsExactly("in time");
    }

    @Test
    void withIgnoreExceptionsFalseARefusedRecordThrows() {
        TestContext test = start("ignoreExceptions='false'");
        EventFileAppender appender = test.events();
        test.close();

        assertThatThrownBy(() -> appender.append(event("too late")))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessageContaining("REFUSED_CLOSED");
    }

    @Test
    void anAppenderThatWasStoppedStartsAgain() {
        TestContext test = start("");
        EventFileAppender appender = test.events();
        appender.append(event("one"));
        appender.stop();
        appender.start();
        appender.append(event("two"));
        test.close();

        assertThat(landed().lines("default")).containsExactly("one", "two");
    }

    private static LogEvent event(String message) {
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .build();
    }

    private TestContext start(String attributes) {
        return TestContext.start(folder, TestContext.events(folder.resolve("spool"), attributes, ""));
    }

    private Landed landed() {
        return Landed.in(folder.resolve("spool"));
    }
}

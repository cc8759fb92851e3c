package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.status.StatusListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees a loss or a refusal where nothing was configured for it: Logback's own listener prints it. */
class SeenTest {
    private static final String AWKWARD = "<encoder class=\"io.penstock.logback.AwkwardEncoder\"/>";

    @TempDir
    Path directory;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(printed, true, UTF_8));
    }

    @AfterEach
    void leave() {
        System.setErr(before);
    }

    @Test
    void whatGoesWrongAtRunTimeIsPrintedOnceWhereNoListenerIsRegistered() {
        try (Logging logging = Logging.with(directory, AWKWARD)) {
            logging.log("payment", "fine");
            assertThat(printed()).isEmpty();
            assertThat(logging.notices())
                    .anyMatch(notice -> notice.contains("OnErrorConsoleStatusListener prints losses"));

            logging.log("payment", "throw");
        }
        assertThat(printed().lines().filter(line -> line.contains("|-ERROR in io.penstock.logback.EventFileAppender")))
                .singleElement()
                .asString()
                .contains("Appender [EVENTS]: a record of event payment could not be made");
    }

    @Test
    void aRegisteredListenerIsLeftToPrintOrToBeSilent() {
        try (Logging logging = Logging.with(directory, AWKWARD)) {
            logging.context.getStatusManager().add(new NopStatusListener());
            logging.log("payment", "throw");
        }
        assertThat(printed()).isEmpty();
    }

    /** Logback prints its status at the end of the first configuration; of a later one nobody would hear. */
    @Test
    void aWrongEditIsPrintedAndAWrongFirstConfigurationIsLeftToLogback() {
        String wrong = Logging.eventFile(directory, "<onFull>explode</onFull>");
        try (Logging logging = new Logging().configure(wrong)) {
            assertThat(logging.errors()).anyMatch(error -> error.contains("explode"));
        }
        assertThat(printed()).isEmpty();

        try (Logging logging = Logging.with(directory, "")) {
            logging.reconfigure(wrong);
        }
        assertThat(printed()).contains("onFull=\"explode\"").contains("goes on with its last good settings");
    }

    /** As Spring Boot configures it: with an error in the status it would not run the application. */
    @Test
    void anErrorAtRunTimeIsAWarningUntilTheContextHasStarted() {
        Logging logging = new Logging();
        logging.context.stop();
        logging.configure(Logging.eventFile(directory, AWKWARD));
        try {
            logging.log("payment", "throw");
            assertThat(logging.errors()).isEmpty();
            assertThat(logging.warnings()).anyMatch(warning -> warning.contains("could not be made"));
        } finally {
            logging.context.start();
            logging.close();
        }
        assertThat(printed()).contains("|-WARN").contains("could not be made");
    }

    /** R2: a status listener that throws reaches no log call, no start and no stop; what it throws costs its report only. */
    @Test
    void aStatusListenerThatThrowsCostsNothing() {
        StatusListener throwing = status -> {
            if (String.valueOf(status.getOrigin()).contains("EventFileAppender")) {
                throw new AssertionError("asked for");
            }
        };
        Logging logging = new Logging();
        logging.context.getStatusManager().add(throwing);
        logging.configure(Logging.eventFile(directory, AWKWARD));
        logging.log("payment", "first");
        logging.log("payment", "throw");
        logging.log("payment", "second");
        assertThat(logging.appender().penstock().stats().total().get("refusedInvalid"))
                .isEqualTo(1);
        EventFileAppender second = new EventFileAppender();
        second.setContext(logging.context);
        second.setName("SECOND");
        second.start(); // has no directory
        second.doAppend(null);
        second.stop();
        logging.close();

        assertThat(new SpoolReader(directory).sealed("payment")).hasSize(1);
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("head", "first", "second", "foot");
        try (Logging again = Logging.with(directory, "")) {
            again.log("payment", "third");
            assertThat(directory.resolve("payment.1.log"))
                    .as("the slot was given back")
                    .doesNotExist();
        }
    }

    private String printed() {
        return printed.toString(UTF_8);
    }
}

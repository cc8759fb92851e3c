package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Penstock;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full buffers: what is dropped is counted, and seen by the application if it wants to. */
class OverflowTest {
    private static final String TINY = "<EventBuffer size='8 KB' shards='1'/>";
    private static final String LONG_TEXT = "x".repeat(500);
    private static final int MANY = 5_000_000;

    @TempDir
    Path folder;

    @Test
    void withIgnoreExceptionsFalseADroppedRecordThrows() {
        try (TestContext test = start("onFull='drop' ignoreExceptions='false'")) {
            assertThatThrownBy(() -> flood(test.logger(), () -> false))
                    .isInstanceOf(AppenderLoggingException.class)
                    .hasMessageContaining("DROPPED_FULL");
            assertThat(test.total().get("droppedFull")).isEqualTo(1);
        }
    }

    @Test
    void onlyRecordsUpToTheDiscardThresholdAreDiscarded() {
        Penstock penstock;
        long warnings;
        try (TestContext test = start("discardThreshold='INFO' blockTimeout='unlimited'")) {
            penstock = test.penstock();
            warnings = flood(test.logger(), () -> test.total().get("droppedDiscarded") > 100);
        }

        assertThat(penstock.stats().total().get("droppedDiscarded")).isGreaterThan(100);
        assertThat(Landed.in(folder.resolve("spool")).lines("default").stream().filter(line -> line.startsWith("WARN")))
                .hasSize((int) warnings);
    }

    /** Logs one WARN to ten INFO until enough has been dropped; gives the number of WARNs. */
    private static long flood(Logger logger, BooleanSupplier enough) {
        long warnings = 0;
        for (int i = 0; i < MANY && (i % 100 != 0 || !enough.getAsBoolean()); i++) {
            if (i % 10 == 0) {
                logger.warn("WARN {}", i);
                warnings++;
            } else {
                logger.info(LONG_TEXT);
            }
        }
        return warnings;
    }

    private TestContext start(String attributes) {
        return TestContext.start(folder, TestContext.events(folder.resolve("spool"), attributes, TINY));
    }
}

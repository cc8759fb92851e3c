package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.Severity;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class SeveritiesTest {
    @Test
    void theThresholdAndEverythingLessSevereAreDiscardable() {
        assertThat(Severities.isAtOrBelow(Level.INFO, Severity.INFO)).isTrue();
        assertThat(Severities.isAtOrBelow(Level.TRACE, Severity.INFO)).isTrue();
        assertThat(Severities.isAtOrBelow(Level.WARN, Severity.INFO)).isFalse();
        assertThat(Severities.isAtOrBelow(Level.FATAL, Severity.FATAL)).isTrue();
    }

    @Test
    void customLevelsLieWhereTheirNumberSays() {
        Level notice = Level.forName("NOTICE", 350);
        Level verbose = Level.forName("VERBOSE", 550);

        assertThat(Severities.isAtOrBelow(notice, Severity.INFO)).isFalse();
        assertThat(Severities.isAtOrBelow(notice, Severity.WARN)).isTrue();
        assertThat(Severities.isAtOrBelow(verbose, Severity.DEBUG)).isTrue();
        assertThat(Severities.isAtOrBelow(verbose, Severity.TRACE)).isFalse();
    }

    @Test
    void withoutAThresholdNothingIsDiscardable() {
        assertThat(Level.values()).noneMatch(level -> Severities.isAtOrBelow(level, Severity.NONE));
    }

    @Test
    void whatIsLoggedAtOffIsNeverDiscardable() {
        assertThat(Severities.isAtOrBelow(Level.OFF, Severity.FATAL)).isFalse();
    }
}

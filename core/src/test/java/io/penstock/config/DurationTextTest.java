package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0 s, PT0S",
        "500ms, PT0.5S",
        "1 s, PT1S",
        "10 S, PT10S",
        "5 m, PT5M",
        "2 h, PT2H",
        "7 d, PT168H",
        "1 millisecond, PT0.001S",
        "2 milliseconds, PT0.002S",
        "1 second, PT1S",
        "2 Seconds, PT2S",
        "1 minute, PT1M",
        "2 minutes, PT2M",
        "1 hour, PT1H",
        "2 HOURS, PT2H",
        "1 day, PT24H",
        "2 days, PT48H",
        "1.5 h, PT1H30M",
        "0.5 ms, PT0.0005S",
        "PT10S, PT10S",
        "pt1h30m, PT1H30M",
        "P1D, PT24H",
        "PT0.25S, PT0.25S",
        "106751 d, P106751D",
    })
    void durationsAreReadAsWritten(String text, Duration duration) throws BadValue {
        assertThat(DurationText.DURATION.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "'', must be a duration",
        "s, must be a duration",
        "soon, must be a duration",
        "5 sec, must be a duration",
        "5 min, must be a duration",
        "5 w, must be a duration",
        "5 us, must be a duration",
        "'1,5 s', must be a duration",
        "1 s 5, must be a duration",
        "1 h 30 m, must be a duration",
        "+1 s, must be a duration",
        "1e3 s, must be a duration",
        "NaN, must be a duration",
        "P1M, must be a duration",
        "P1Y, must be a duration",
        "PT, must be a duration",
        "PT99999999999999999999S, must be a duration",
        "10, needs a unit",
        "1.5, needs a unit",
        "00, needs a unit",
        "-5, needs a unit",
        "-5 s, must not be negative",
        "PT-5S, must not be negative",
        "-PT5S, must not be negative",
        "-1, cannot be unlimited",
        "Unlimited, cannot be unlimited",
        "106752 d, must be at most 106751 d",
        "PT9000000000000000S, must be at most 106751 d",
        "99999999999999999999999 h, must be at most 106751 d",
        "99999999999999999999999999999999999999999999999999 h, must be at most 106751 d",
        "0.0000000001 s, must be at least one nanosecond",
    })
    void whatIsNoDurationIsRefusedWithARule(String text, String rule) {
        assertThatThrownBy(() -> DurationText.DURATION.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0 s", "0.5 ms", "PT0S"})
    void aPeriodHasAtLeastAMillisecond(String text) {
        assertThatThrownBy(() -> DurationText.PERIOD.parse(text)).hasMessage("must be at least 1 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unlimited", "-1"})
    void aLiftedBoundIsUnlimited(String text) throws BadValue {
        assertThat(DurationText.DURATION.orUnlimited(Limits.UNLIMITED).parse(text))
                .isEqualTo(Limits.UNLIMITED);
    }
}

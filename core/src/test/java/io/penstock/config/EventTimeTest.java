package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1677-09-22T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "2262-04-11T12:00:00.5Z"
            })
    void timesWithinTheRangeAreExact(String text) {
        Instant time = Instant.parse(text);

        long nanos = EventTime.nanos(time.getEpochSecond(), time.getNano());

        assertThat(EventTime.isKnown(nanos)).isTrue();
        assertThat(EventTime.instant(nanos)).isEqualTo(time);
        assertThat(EventTime.bounded(time)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1677-01-01T00:00:00Z"})
    void timesBeforeTheRangeAreItsBeginningAndNotKnown(String text) {
        Instant time = Instant.parse(text);

        assertThat(EventTime.nanos(time.getEpochSecond(), 999_999_999)).isEqualTo(Long.MIN_VALUE);
        assertThat(EventTime.isKnown(Long.MIN_VALUE)).isFalse();
        assertThat(EventTime.bounded(time)).isEqualTo(EventTime.instant(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2263-01-01T00:00:00Z", "2900-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void timesBehindTheRangeAreItsEndAndNotKnown(String text) {
        Instant time = Instant.parse(text);

        assertThat(EventTime.nanos(time.getEpochSecond(), 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(EventTime.isKnown(Long.MAX_VALUE)).isFalse();
        assertThat(EventTime.bounded(time)).isEqualTo(EventTime.instant(Long.MAX_VALUE));
    }

    @Test
    void millisecondsAreBoundedTheSameWay() {
        assertThat(EventTime.nanosOfMillis(1_500)).isEqualTo(1_500_000_000L);
        assertThat(EventTime.nanosOfMillis(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(EventTime.nanosOfMillis(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(EventTime.nanos(Long.MIN_VALUE, Integer.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(EventTime.nanos(9_223_372_033L, Integer.MAX_VALUE)).isPositive();
    }
}

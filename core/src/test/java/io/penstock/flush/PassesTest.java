package io.penstock.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PassesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Idle cost: a thousand silent events wake the flush thread a few times an interval, not a thousand times. */
    @Test
    void eventsOfOneIntervalAreDueTogether() {
        Set<Long> moments = new HashSet<>();
        for (long event = 0; event < 1_000; event++) {
            moments.add(Passes.laterTogether(event * SECOND / 1_000, SECOND));
        }

        assertThat(moments).hasSizeBetween(8, 9);
    }

    /** A record waits no longer than the interval, and the interval is used. */
    @Test
    void nothingIsDueLaterThanItsIntervalNorMuchEarlier() {
        for (long now = 0; now < 2 * SECOND; now += 7_777_777) {
            assertThat(Passes.laterTogether(now, SECOND) - now).isBetween(SECOND - SECOND / 8, SECOND);
        }
    }

    @Test
    void neverStaysNever() {
        assertThat(Passes.laterTogether(5, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Passes.later(5, Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Passes.laterTogether(5, 3)).isEqualTo(8);
    }
}

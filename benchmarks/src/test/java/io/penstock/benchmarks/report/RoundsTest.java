package io.penstock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void sharesAreTakenRoundByRound() {
        Rounds ours = new Rounds(List.of(90.0, 40.0, 300.0));
        Rounds theirs = new Rounds(List.of(100.0, 50.0, 200.0));

        assertThat(ours.sharesOf(theirs)).containsExactly(0.9, 0.8, 1.5);
        assertThat(ours.medianShareOf(theirs)).contains(0.9);
        assertThat(ours.least()).isEqualTo(40);
        assertThat(ours.most()).isEqualTo(300);
    }

    @Test
    void withoutTheOtherThereIsNoShare() {
        assertThat(new Rounds(List.of(1.0)).medianShareOf(new Rounds(List.of())))
                .isEmpty();
    }
}

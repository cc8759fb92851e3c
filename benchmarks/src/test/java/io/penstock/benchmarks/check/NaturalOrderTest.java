package io.penstock.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void filesOfOneSecondFollowTheirNumbers() {
        List<String> written = List.of(
                "login_2026-11-20_10-00-00.log",
                "login_2026-11-20_10-00-00_1.log",
                "login_2026-11-20_10-00-00_2.log",
                "login_2026-11-20_10-00-00_10.log",
                "login_2026-11-20_10-00-01.log");

        assertThat(written.stream().sorted(NaturalOrder.INSTANCE.reversed()).sorted(NaturalOrder.INSTANCE))
                .isEqualTo(written);
    }

    @Test
    void rolledFilesComeBeforeTheLiveOne() {
        assertThat(List.of("login.log", "login-10.log", "login-9.log").stream().sorted(NaturalOrder.INSTANCE))
                .containsExactly("login-9.log", "login-10.log", "login.log");
    }
}

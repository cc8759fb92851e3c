package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Appender;
import org.junit.jupiter.api.Test;

/** Each of the build's two runs is on the Logback that it says. */
class LogbackVersionTest {
    private static final String EXPECTED = System.getProperty("penstock.logback", "");

    @Test
    void theTestsRunOnTheVersionTheBuildNames() {
        assertThat(jarOf(Logger.class)).endsWith("logback-classic-" + EXPECTED + ".jar");
        assertThat(jarOf(Appender.class)).endsWith("logback-core-" + EXPECTED + ".jar");
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}

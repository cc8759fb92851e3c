package io.penstock.log4j2;

import io.penstock.config.Severity;
import org.apache.logging.log4j.Level;

/** How Log4j2's levels compare with core's. Log4j2's numbers grow as severity falls; custom levels lie between the standard ones. */
final class Severities {
    private Severities() {}

    /** Whether {@code level} is as severe as {@code threshold} or less; never for {@link Severity#NONE}. */
    static boolean isAtOrBelow(Level level, Severity threshold) {
        return threshold != Severity.NONE
                && level.intLevel() >= standardLevel(threshold).intLevel();
    }

    private static Level standardLevel(Severity severity) {
        return switch (severity) {
            case NONE -> Level.ALL;
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
            case FATAL -> Level.FATAL;
        };
    }
}

package io.penstock.logback;

import ch.qos.logback.classic.Level;
import io.penstock.config.Severity;
import org.jspecify.annotations.Nullable;

/** Logback's levels in core's terms. */
final class Severities {
    private Severities() {}

    /** A level between two of them counts as the less severe one; an event without a level is never discarded for it. */
    static Severity of(@Nullable Level level) {
        int value = level == null ? Integer.MAX_VALUE : level.toInt();
        if (value >= Level.ERROR_INT) {
            return Severity.ERROR;
        }
        if (value >= Level.WARN_INT) {
            return Severity.WARN;
        }
        if (value >= Level.INFO_INT) {
            return Severity.INFO;
        }
        return value >= Level.DEBUG_INT ? Severity.DEBUG : Severity.TRACE;
    }
}

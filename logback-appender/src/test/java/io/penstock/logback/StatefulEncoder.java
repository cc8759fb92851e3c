package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EchoEncoder;

/** Says what encoders can say since Logback 1.6.4. */
public final class StatefulEncoder extends EchoEncoder<ILoggingEvent> {
    /** Overrides where there is such a method. */
    @SuppressWarnings("MissingOverride")
    public boolean isStateful() {
        return true;
    }
}

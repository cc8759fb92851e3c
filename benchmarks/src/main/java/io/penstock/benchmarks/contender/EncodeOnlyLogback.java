package io.penstock.benchmarks.contender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Encodes and throws the bytes away, without a lock: the ceiling of any appender under the same encoder. */
public final class EncodeOnlyLogback extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final LongAdder bytes = new LongAdder();
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** Called by Joran. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public void start() {
        if (encoder == null) {
            addError("no encoder");
            return;
        }
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        Encoder<ILoggingEvent> current = encoder;
        if (current != null) {
            bytes.add(current.encode(event).length);
        }
    }
}

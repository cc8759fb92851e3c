package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.pattern.PatternLayoutBase;
import io.penstock.config.FileFraming;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An encoder's header and footer, for every file. One that fails to make them is reported, and the file goes without. */
final class EncoderFraming implements FileFraming {
    private static final byte[] NOTHING = {};

    private final Encoder<ILoggingEvent> encoder;
    private final Reports reports;

    EncoderFraming(Encoder<ILoggingEvent> encoder, StatusListener status) {
        this.encoder = encoder;
        this.reports = new Reports(status);
    }

    @Override
    public byte[] header() {
        return bytes("header", encoder::headerBytes);
    }

    @Override
    public byte[] footer() {
        return bytes("footer", encoder::footerBytes);
    }

    private byte[] bytes(String which, Supplier<byte @Nullable []> made) {
        try {
            byte[] bytes = made.get();
            return bytes == null ? NOTHING : bytes;
        } catch (Throwable failure) {
            reports.failure("the encoder's", which, failure);
            return NOTHING;
        }
    }

    /** Why an encoder cannot serve here, or empty. */
    static Optional<String> unfit(Encoder<ILoggingEvent> encoder) {
        if (isStateful(encoder)) {
            return Optional.of("must not be stateful; files are cut between any two records, and "
                    + encoder.getClass().getName() + " carries state from one to the next");
        }
        if (encoder instanceof LayoutWrappingEncoder<ILoggingEvent> wrapping) {
            @Nullable Layout<ILoggingEvent> layout = wrapping.getLayout();
            if (layout == null && !encoder.isStarted()) {
                return Optional.of("was set but not started; call start() of "
                        + encoder.getClass().getName() + " before the appender's");
            }
            if (layout == null || (layout instanceof PatternLayoutBase<?> && !layout.isStarted())) {
                return Optional.of("has no working layout; "
                        + encoder.getClass().getName() + " needs a valid <pattern> or <layout>");
            }
        }
        return Optional.empty();
    }

    /** {@code Encoder.isStateful} came with Logback 1.6.4; where it is missing no encoder says that it is. */
    private static boolean isStateful(Encoder<ILoggingEvent> encoder) {
        try {
            return (boolean) Encoder.class.getMethod("isStateful").invoke(encoder);
        } catch (NoSuchMethodException absent) {
            return false;
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(
                    "isStateful() of " + encoder.getClass().getName(), failure);
        }
    }
}

package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/** Does what an encoder should not, when a message asks for it. */
public final class AwkwardEncoder extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
        return "head\n".getBytes(UTF_8);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return switch (message) {
            case "throw" -> throw new IllegalStateException("asked for");
            case "overflow" -> encode(event);
            case "memory" -> throw new OutOfMemoryError("asked for");
            case "linkage" -> throw new NoClassDefFoundError("asked for");
            case "null" -> null;
            default -> (message + "\n").getBytes(UTF_8);
        };
    }

    @Override
    public byte[] footerBytes() {
        return "foot\n".getBytes(UTF_8);
    }
}

package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import io.penstock.config.ElementKind;
import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can stand in the appender's element, by the names of the configuration contract. The setters record text, whatever it is; {@code start} checks it. One
 * thread: the one that configures.
 */
public abstract class AppenderSettings extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String ELEMENT = "appender";

    private final Settings settings = new Settings();
    private final List<SettingsElement> elements = new ArrayList<>();
    private @Nullable Encoder<ILoggingEvent> encoder;
    private boolean encoderRepeated;

    AppenderSettings() {}

    public void setDirectory(String text) {
        settings.record("directory", text);
    }

    public void setEventKey(String text) {
        settings.record("eventKey", text);
    }

    public void setDefaultEvent(String text) {
        settings.record("defaultEvent", text);
    }

    public void setEvents(String text) {
        settings.record("events", text);
    }

    public void setMaxEvents(String text) {
        settings.record("maxEvents", text);
    }

    public void setOverflowEvent(String text) {
        settings.record("overflowEvent", text);
    }

    public void setIdleTimeout(String text) {
        settings.record("idleTimeout", text);
    }

    public void setFlushInterval(String text) {
        settings.record("flushInterval", text);
    }

    public void setOnFull(String text) {
        settings.record("onFull", text);
    }

    public void setBlockTimeout(String text) {
        settings.record("blockTimeout", text);
    }

    public void setDiscardThreshold(String text) {
        settings.record("discardThreshold", text);
    }

    public void setShutdownTimeout(String text) {
        settings.record("shutdownTimeout", text);
    }

    public void setHost(String text) {
        settings.record("host", text);
    }

    public void setJmx(String text) {
        settings.record("jmx", text);
    }

    public void setBuffer(BufferElement buffer) {
        elements.add(buffer);
    }

    public void setRotation(RotationElement rotation) {
        elements.add(rotation);
    }

    public void setRetention(RetentionElement retention) {
        elements.add(retention);
    }

    public void addOverride(OverrideElement override) {
        elements.add(override);
    }

    public void setS3Upload(S3UploadElement upload) {
        elements.add(upload);
    }

    public void setGcsUpload(GcsUploadElement upload) {
        elements.add(upload);
    }

    public void setDirectoryUpload(DirectoryUploadElement upload) {
        elements.add(upload);
    }

    /** The encoder; without a class attribute Joran takes a {@code PatternLayoutEncoder}. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        encoderRepeated |= this.encoder != null;
        this.encoder = encoder;
    }

    final @Nullable Encoder<ILoggingEvent> encoder() {
        return encoder;
    }

    final RawElement raw() {
        return new RawElement(
                ElementKind.APPENDER,
                ELEMENT,
                settings.values(),
                elements.stream().map(SettingsElement::raw).toList());
    }

    /** What is wrong that core cannot see in the text. */
    final List<Problem> problems() {
        List<Problem> problems = settings.problems(ELEMENT);
        elements.forEach(element -> problems.addAll(element.problems()));
        if (encoderRepeated) {
            problems.add(Problem.of(ELEMENT, "encoder", String.valueOf(encoder), "is given twice"));
        }
        if (encoder == null) {
            problems.add(
                    new Problem(ELEMENT + " encoder: is required, as in <encoder><pattern>%msg%n</pattern></encoder>"));
        } else {
            EncoderFraming.unfit(encoder).ifPresent(rule -> problems.add(new Problem(ELEMENT + " encoder: " + rule)));
        }
        return problems;
    }

    /** A start has used the settings: code may now set them anew for the next one. */
    final void used() {
        settings.used();
        encoderRepeated = false;
    }
}

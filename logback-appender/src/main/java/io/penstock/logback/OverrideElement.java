package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <override>}: what differs for one event. */
public final class OverrideElement extends SettingsElement {
    public OverrideElement() {
        super(ElementKind.OVERRIDE, "override");
    }

    public void setName(String text) {
        record("name", text);
    }

    public void setOnFull(String text) {
        record("onFull", text);
    }

    public void setBlockTimeout(String text) {
        record("blockTimeout", text);
    }

    public void setDiscardThreshold(String text) {
        record("discardThreshold", text);
    }

    public void setFlushInterval(String text) {
        record("flushInterval", text);
    }

    public void setBuffer(BufferElement buffer) {
        nest(buffer);
    }

    public void setRotation(RotationElement rotation) {
        nest(rotation);
    }
}

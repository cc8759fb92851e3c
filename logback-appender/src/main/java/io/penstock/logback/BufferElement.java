package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <buffer>}: the memory of an event, of all events where it stands in the appender. */
public final class BufferElement extends SettingsElement {
    public BufferElement() {
        super(ElementKind.BUFFER, "buffer");
    }

    public void setSize(String text) {
        record("size", text);
    }

    public void setShards(String text) {
        record("shards", text);
    }

    public void setOrder(String text) {
        record("order", text);
    }

    public void setFlushThreshold(String text) {
        record("flushThreshold", text);
    }

    public void setStorage(String text) {
        record("storage", text);
    }

    public void setMaxMemory(String text) {
        record("maxMemory", text);
    }
}

package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <retention>}: the bounds of the local sealed files. */
public final class RetentionElement extends SettingsElement {
    public RetentionElement() {
        super(ElementKind.RETENTION, "retention");
    }

    public void setMaxAge(String text) {
        record("maxAge", text);
    }

    public void setMaxTotalSize(String text) {
        record("maxTotalSize", text);
    }

    public void setMinFree(String text) {
        record("minFree", text);
    }
}

package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <rotation>}: when a file is full, and how files are written. */
public final class RotationElement extends SettingsElement {
    public RotationElement() {
        super(ElementKind.ROTATION, "rotation");
    }

    public void setSize(String text) {
        record("size", text);
    }

    public void setInterval(String text) {
        record("interval", text);
    }

    public void setPreallocate(String text) {
        record("preallocate", text);
    }

    public void setDirectIo(String text) {
        record("directIo", text);
    }

    public void setSync(String text) {
        record("sync", text);
    }

    public void setFilePermissions(String text) {
        record("filePermissions", text);
    }

    public void setFileGroup(String text) {
        record("fileGroup", text);
    }
}

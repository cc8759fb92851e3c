package io.penstock.logback;

import io.penstock.config.ElementKind;

/** What the upload elements have in common. */
public abstract class UploadElement extends SettingsElement {
    UploadElement(ElementKind kind, String name) {
        super(kind, name);
    }

    public void setEnabled(String text) {
        record("enabled", text);
    }

    public void setPrefix(String text) {
        record("prefix", text);
    }

    public void setKeyPattern(String text) {
        record("keyPattern", text);
    }

    public void setCompression(String text) {
        record("compression", text);
    }

    public void setEncryptTo(String text) {
        record("encryptTo", text);
    }

    public void setDeleteAfterUpload(String text) {
        record("deleteAfterUpload", text);
    }

    public void setUploadOnStart(String text) {
        record("uploadOnStart", text);
    }

    public void setManifestPrefix(String text) {
        record("manifestPrefix", text);
    }
}

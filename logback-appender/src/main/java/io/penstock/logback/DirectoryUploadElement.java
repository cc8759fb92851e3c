package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <directoryUpload>}: sealed files go to another directory. */
public final class DirectoryUploadElement extends UploadElement {
    public DirectoryUploadElement() {
        super(ElementKind.DIRECTORY_UPLOAD, "directoryUpload");
    }

    public void setDirectory(String text) {
        record("directory", text);
    }

    public void setMaxAge(String text) {
        record("maxAge", text);
    }

    public void setMaxTotalSize(String text) {
        record("maxTotalSize", text);
    }
}

package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <gcsUpload>}: sealed files go to a Google Cloud Storage bucket. */
public final class GcsUploadElement extends UploadElement {
    public GcsUploadElement() {
        super(ElementKind.GCS_UPLOAD, "gcsUpload");
    }

    public void setBucket(String text) {
        record("bucket", text);
    }

    public void setProject(String text) {
        record("project", text);
    }

    public void setEndpoint(String text) {
        record("endpoint", text);
    }

    public void setChunkSize(String text) {
        record("chunkSize", text);
    }

    public void setConcurrency(String text) {
        record("concurrency", text);
    }

    public void setStorageClass(String text) {
        record("storageClass", text);
    }

    public void setKmsKeyName(String text) {
        record("kmsKeyName", text);
    }
}

package io.penstock.logback;

import io.penstock.config.ElementKind;

/** {@code <s3Upload>}: sealed files go to an S3 bucket. */
public final class S3UploadElement extends UploadElement {
    public S3UploadElement() {
        super(ElementKind.S3_UPLOAD, "s3Upload");
    }

    public void setBucket(String text) {
        record("bucket", text);
    }

    public void setRegion(String text) {
        record("region", text);
    }

    public void setEndpoint(String text) {
        record("endpoint", text);
    }

    public void setPathStyle(String text) {
        record("pathStyle", text);
    }

    public void setPartSize(String text) {
        record("partSize", text);
    }

    public void setConcurrency(String text) {
        record("concurrency", text);
    }

    public void setStorageClass(String text) {
        record("storageClass", text);
    }

    public void setKmsKeyId(String text) {
        record("kmsKeyId", text);
    }

    public void setTags(String text) {
        record("tags", text);
    }

    public void setChecksum(String text) {
        record("checksum", text);
    }

    public void setAccessKey(String text) {
        record("accessKey", text);
    }

    public void setSecretKey(String text) {
        record("secretKey", text);
    }
}

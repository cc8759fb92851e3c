package io.penstock.config;

/** The roles an element of the configuration contract can have. */
public enum ElementKind {
    APPENDER,
    BUFFER,
    ROTATION,
    RETENTION,
    OVERRIDE,
    S3_UPLOAD,
    GCS_UPLOAD,
    DIRECTORY_UPLOAD
}

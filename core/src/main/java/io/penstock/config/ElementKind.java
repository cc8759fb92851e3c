package io.penstock.config;

/** The roles an element of the configuration contract can have. */
public enum ElementKind {
    /** The appender itself. */
    APPENDER("appender", "EventFile"),
    /** Memory. */
    BUFFER("buffer", "EventBuffer"),
    /** When to change files, and how they are written. */
    ROTATION("rotation", "EventRotation"),
    /** How long sealed files stay. */
    RETENTION("retention", "EventRetention"),
    /** What differs for one event. */
    OVERRIDE("override", "EventOverride"),
    /** An S3 store. */
    S3_UPLOAD("s3Upload", "S3Upload"),
    /** A Google Cloud Storage bucket. */
    GCS_UPLOAD("gcsUpload", "GcsUpload"),
    /** A mounted directory as store. */
    DIRECTORY_UPLOAD("directoryUpload", "DirectoryUpload"),
    /** Nothing that the contract knows: how an adapter hands over an element that it found and cannot place. Always a problem. */
    UNKNOWN("unknown", "unknown");

    private final String word;
    private final String log4j2Name;

    ElementKind(String word, String log4j2Name) {
        this.word = word;
        this.log4j2Name = log4j2Name;
    }

    /** The role in one word, which is also Logback's name of the nested elements. */
    public String word() {
        return word;
    }

    /** The element's name under Log4j2. */
    public String log4j2Name() {
        return log4j2Name;
    }
}

package io.penstock.config;

/** A library that only some uploads need, so that whoever configures one adds it. */
public enum OptionalLibrary {
    /** Amazon's client. */
    S3("software.amazon.awssdk:s3", "software/amazon/awssdk/services/s3/S3Client.class"),
    /** Google's client. */
    GCS("com.google.cloud:google-cloud-storage", "com/google/cloud/storage/Storage.class"),
    /** Compression with zstd. */
    ZSTD("com.github.luben:zstd-jni", "com/github/luben/zstd/Zstd.class"),
    /** Encryption with age: the format. */
    AGE(
            "com.exceptionfactory.jagged:jagged-framework",
            "com/exceptionfactory/jagged/framework/stream/StandardEncryptingChannelFactory.class"),
    /** Encryption with age: the recipients. */
    AGE_RECIPIENTS(
            "com.exceptionfactory.jagged:jagged-x25519",
            "com/exceptionfactory/jagged/x25519/X25519RecipientStanzaWriterFactory.class");

    private final String coordinates;
    private final String resource;

    OptionalLibrary(String coordinates, String resource) {
        this.coordinates = coordinates;
        this.resource = resource;
    }

    /** Group and artifact, as Maven calls them. */
    public String coordinates() {
        return coordinates;
    }

    /** What is wrong where it is missing: {@code needs software.amazon.awssdk:s3 on the class path}. */
    public String missing() {
        return "needs " + coordinates + " on the class path";
    }

    /** Whether it is there. A class of it is looked for as a resource, not loaded. */
    boolean isOn(Machine machine) {
        return machine.onClassPath().test(resource);
    }
}

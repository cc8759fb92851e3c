package io.penstock.status;

/** Everything that is counted, by the names of the configuration contract. Sums unless the name ends in {@code Max}. */
public enum Counter {
    ACCEPTED("accepted"),
    BYTES("bytes"),
    REFUSED_CLOSED("refusedClosed"),
    REFUSED_INVALID("refusedInvalid"),
    DROPPED_FULL("droppedFull"),
    DROPPED_TIMEOUT("droppedTimeout"),
    DROPPED_DISCARDED("droppedDiscarded"),
    DROPPED_OVERSIZE("droppedOversize"),
    LOST_TORN("lostTorn"),
    LOST_RETENTION("lostRetention"),
    LOST_WRITE("lostWrite"),
    LOST_REMOVED("lostRemoved"),
    OVERFLOWED("overflowed"),
    OWN_RECORDS("ownRecords"),
    BLOCKED("blocked"),
    BLOCKED_NANOS("blockedNanos"),
    BLOCKED_NANOS_MAX("blockedNanosMax"),
    FLUSHES("flushes"),
    FLUSH_ERRORS("flushErrors"),
    FLUSH_NANOS("flushNanos"),
    FLUSH_NANOS_MAX("flushNanosMax"),
    WRITES("writes"),
    WRITE_NANOS("writeNanos"),
    WRITE_NANOS_MAX("writeNanosMax"),
    WAIT_NANOS("waitNanos"),
    WAIT_NANOS_MAX("waitNanosMax"),
    ROTATIONS("rotations"),
    SEALED_FILES("sealedFiles"),
    OVERSHOOT_BYTES("overshootBytes"),
    UPLOADED("uploaded"),
    UPLOADED_BYTES("uploadedBytes"),
    UPLOAD_NANOS("uploadNanos"),
    UPLOAD_NANOS_MAX("uploadNanosMax"),
    UPLOAD_RETRIES("uploadRetries"),
    UPLOAD_FAILURES("uploadFailures");

    private final String contractName;

    Counter(String contractName) {
        this.contractName = contractName;
    }

    /** The name in {@code stats()}, the MXBean and the documentation. */
    public String contractName() {
        return contractName;
    }

    boolean isMaximum() {
        return contractName.endsWith("Max");
    }
}

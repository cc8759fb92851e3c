package io.penstock.benchmarks.raw;

/**
 * One round.
 *
 * @param appended records that append accepted
 * @param refused records that it did not
 * @param appendedNanos from the first append until the last one returned
 * @param closedNanos from the first append until close returned: everything in sealed files
 * @param steadyRecordsPerSecond accepted per second between the first and the last tenth of the round
 * @param lines whole records found in the files
 * @param outOfOrder records not above the one before them of the same producer and event
 */
public record RawResult(
        long appended,
        long refused,
        long appendedNanos,
        long closedNanos,
        double steadyRecordsPerSecond,
        long lines,
        long outOfOrder) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Records in sealed files per second. */
    public double recordsPerSecond() {
        return lines * NANOS_PER_SECOND / closedNanos;
    }

    public boolean isComplete() {
        return refused == 0 && outOfOrder == 0 && lines == appended;
    }
}

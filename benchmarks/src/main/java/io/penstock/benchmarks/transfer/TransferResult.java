package io.penstock.benchmarks.transfer;

/**
 * One finished round of one way to send a file.
 *
 * @param storedBytes of the object
 * @param shortfall what is wrong with the object; empty when it was read back and holds the file's bytes
 */
public record TransferResult(Transfer transfer, TransferReport report, long storedBytes, String shortfall) {
    /** Whether the store has the file, once and byte for byte. */
    public boolean isComplete() {
        return shortfall.isEmpty();
    }
}

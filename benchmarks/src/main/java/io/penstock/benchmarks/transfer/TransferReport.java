package io.penstock.benchmarks.transfer;

/**
 * What a child says that sent one file.
 *
 * @param nanos until the store had confirmed the object
 * @param cpuNanos of the sending process in that time, all threads
 * @param bytes of the file
 * @param crc32c of the file
 */
public record TransferReport(long nanos, long cpuNanos, long bytes, long crc32c) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Plain bytes, whatever was sent of them. */
    public double bytesPerSecond() {
        return bytes * NANOS_PER_SECOND / nanos;
    }

    /** Of the sending process. */
    public double cpuSeconds() {
        return cpuNanos / NANOS_PER_SECOND;
    }
}

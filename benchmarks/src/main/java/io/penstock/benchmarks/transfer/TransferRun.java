package io.penstock.benchmarks.transfer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** The child's side: sends a smaller file to another bucket first, then the one that is measured. */
public final class TransferRun {
    private final Transfer transfer;
    private final Destination destination;

    public TransferRun(Transfer transfer, Destination destination) {
        this.transfer = transfer;
        this.destination = destination;
    }

    /**
     * @param directory gets the spools
     * @param warmupBytes 0 for none
     */
    public TransferReport run(Path directory, long bytes, long warmupBytes) throws IOException {
        if (warmupBytes > 0) {
            send(directory.resolve("warmup"), warmupBytes, destination.forWarmup());
        }
        return send(directory.resolve("spool"), bytes, destination);
    }

    private TransferReport send(Path spool, long bytes, Destination to) throws IOException {
        SealedLog log = SealedLog.write(spool, bytes);
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = process.getProcessCpuTime();
        long start = System.nanoTime();
        AutoCloseable sent = transfer.how().send(spool, log.file(), to);
        long nanos = System.nanoTime() - start;
        long cpuNanos = process.getProcessCpuTime() - cpuBefore;
        close(sent);
        return new TransferReport(nanos, cpuNanos, log.bytes(), log.crc32c());
    }

    private static void close(AutoCloseable sent) throws IOException {
        try {
            sent.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}

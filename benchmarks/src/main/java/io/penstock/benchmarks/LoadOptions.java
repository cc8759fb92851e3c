package io.penstock.benchmarks;

import io.penstock.benchmarks.load.Load;
import picocli.CommandLine.Option;

/** How much is logged, as options; every one can also be given as a system property of the same name, {@code -Drecords=1000000}. */
final class LoadOptions {
    private static final int FEWEST_THREADS = 2;

    @Option(
            names = "--threads",
            defaultValue = "${sys:threads:-0}",
            description =
                    "threads that log at the same time; 0 is one per processor, at least 2 (default: ${DEFAULT-VALUE})")
    int threads;

    @Option(
            names = "--records",
            defaultValue = "${sys:records:-4000000}",
            description = "lines per run, all threads together (default: ${DEFAULT-VALUE})")
    long records;

    @Option(
            names = "--events",
            defaultValue = "${sys:events:-8}",
            description = "kinds of events (default: ${DEFAULT-VALUE})")
    int events;

    @Option(
            names = "--lines-per-request",
            defaultValue = "${sys:linesPerRequest:-4}",
            description = "lines between setting the event in the MDC and removing it (default: ${DEFAULT-VALUE})")
    int linesPerRequest;

    @Option(
            names = "--warmup",
            defaultValue = "${sys:warmup:-1000000}",
            description =
                    "lines before the measured ones, in the same JVM, to another directory (default: ${DEFAULT-VALUE})")
    long warmup;

    @Option(
            names = "--lines-per-second",
            defaultValue = "${sys:linesPerSecond:-0}",
            description = "pace of all threads together; 0 is as fast as they can (default: ${DEFAULT-VALUE})")
    long linesPerSecond;

    Load toLoad() {
        int workers = threads > 0
                ? threads
                : Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors());
        return new Load(workers, records, events, linesPerRequest, warmup, linesPerSecond);
    }
}

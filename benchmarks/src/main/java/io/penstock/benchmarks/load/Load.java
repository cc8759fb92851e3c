package io.penstock.benchmarks.load;

import java.util.List;

/**
 * How much a run logs.
 *
 * @param threads workers that log at the same time
 * @param records log calls in all, divided evenly among the workers
 * @param events kinds of events, see {@link EventKinds}
 * @param linesPerRequest log calls between setting the event in the MDC and removing it
 * @param warmup log calls before the measured ones, to another directory, through the same configuration
 * @param linesPerSecond pace of all workers together; 0 is as fast as they can
 */
public record Load(int threads, long records, int events, int linesPerRequest, long warmup, long linesPerSecond) {
    public Load {
        if (threads < 1 || events < 1 || linesPerRequest < 1 || records < threads || warmup < 0 || linesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "threads, events and lines per request from 1, records from one per thread, "
                            + "the rest from 0: threads=" + threads + " events=" + events + " linesPerRequest="
                            + linesPerRequest
                            + " records=" + records + " warmup=" + warmup + " linesPerSecond=" + linesPerSecond);
        }
    }

    /** The load before the measured one; as fast as it can. */
    public Load warmupLoad() {
        return new Load(threads, Math.max(warmup, threads), events, linesPerRequest, 0, 0);
    }

    /** The same load with another number of event kinds. */
    public Load withEvents(int otherEvents) {
        return new Load(threads, records, otherEvents, linesPerRequest, warmup, linesPerSecond);
    }

    /** The records of one worker, {@code 0 <= worker < threads}. */
    public long recordsOf(int worker) {
        return records / threads + (worker < records % threads ? 1 : 0);
    }

    /** The options that give a child JVM this load. */
    public List<String> toArguments() {
        return List.of(
                "--threads=" + threads,
                "--records=" + records,
                "--events=" + events,
                "--lines-per-request=" + linesPerRequest,
                "--warmup=" + warmup,
                "--lines-per-second=" + linesPerSecond);
    }
}

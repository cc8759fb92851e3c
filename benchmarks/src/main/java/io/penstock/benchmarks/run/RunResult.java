package io.penstock.benchmarks.run;

import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.Load;

/** One finished run: what was asked, what the child reported, what the files hold. */
public record RunResult(Contender contender, Load load, ChildReport report, CheckedFiles files) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Lines on disk per second, until the drain was over; of a contender without files, log calls per second. */
    public double linesPerSecond() {
        return counted() * NANOS_PER_SECOND / report.drainedNanos();
    }

    /** The same until every file was synced to the device too. */
    public double syncedLinesPerSecond() {
        return counted() * NANOS_PER_SECOND / report.syncedNanos();
    }

    public double seconds() {
        return report.drainedNanos() / NANOS_PER_SECOND;
    }

    /** Whether every line that was logged is on disk, once and in order. */
    public boolean isComplete() {
        return contender.output() == Output.NOTHING || files.isComplete();
    }

    private long counted() {
        return contender.output() == Output.NOTHING ? load.records() : files.lines();
    }
}

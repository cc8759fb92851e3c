package io.penstock.benchmarks.upload;

import io.penstock.benchmarks.archive.Archived;
import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.contender.Framework;
import java.util.ArrayList;
import java.util.List;

/**
 * One finished run of an application.
 *
 * @param files every line, those read back from the store and those left on disk
 * @param archived what the store holds
 * @param filesLeft sealed and not uploaded when the process had ended
 */
public record ApplicationResult(
        Framework framework,
        boolean uploading,
        ApplicationReport report,
        CheckedFiles files,
        Archived archived,
        long filesLeft) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Lines in sealed files or in the store per second, from the first log call until every line was in a sealed file. */
    public double linesPerSecond() {
        return files.lines() * NANOS_PER_SECOND / report.sealedNanos();
    }

    /** Files that were in the store when the last log call had returned. */
    public long uploadedMeanwhile() {
        return report.counters().getOrDefault("Uploaded", 0L);
    }

    /** Whether every line is on disk or in the store, once and in order. */
    public boolean isComplete() {
        return shortfalls().isEmpty();
    }

    /** What is wrong, one sentence each. */
    public List<String> shortfalls() {
        List<String> shortfalls = new ArrayList<>(archived.problems());
        if (!files.isComplete()) {
            shortfalls.add(files.shortfall());
        }
        return shortfalls;
    }
}

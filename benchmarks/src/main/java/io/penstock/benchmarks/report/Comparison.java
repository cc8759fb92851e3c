package io.penstock.benchmarks.report;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.run.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs of several contenders, grouped by contender and number of events, in the order in which they first ran. */
public final class Comparison {
    private final Map<Case, List<RunResult>> runs = new LinkedHashMap<>();

    /** One row: a contender under a number of events. */
    public record Case(Contender contender, int events) {}

    public void add(RunResult result) {
        runs.computeIfAbsent(new Case(result.contender(), result.load().events()), unused -> new ArrayList<>())
                .add(result);
    }

    public List<Case> cases() {
        return List.copyOf(runs.keySet());
    }

    /** A case's runs, one per round; empty if it did not run. */
    public List<RunResult> runs(Case which) {
        return List.copyOf(runs.getOrDefault(which, List.of()));
    }

    /** The median rate of a case, drained. */
    public double linesPerSecond(Case which) {
        return Median.of(runs(which).stream().map(RunResult::linesPerSecond).toList());
    }

    /** The median rate of a case, synced to the device. */
    public double syncedLinesPerSecond(Case which) {
        return Median.of(
                runs(which).stream().map(RunResult::syncedLinesPerSecond).toList());
    }

    /** By round: how many times as many lines per second the first case had as the second. */
    public List<Double> ratios(Case first, Case second) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(runs(first).size(), runs(second).size()); round++) {
            ratios.add(runs(first).get(round).linesPerSecond()
                    / runs(second).get(round).linesPerSecond());
        }
        return ratios;
    }

    /** Lines of a case that were logged and are on no disk, all rounds together. */
    public long missing(Case which) {
        return runs(which).stream().mapToLong(run -> run.files().missing()).sum();
    }

    /** What fell short anywhere, one sentence each. */
    public List<String> shortfalls() {
        return runs.values().stream()
                .flatMap(List::stream)
                .filter(run -> !run.isComplete())
                .map(run -> run.contender().framework().title() + " "
                        + run.contender().title() + " fell short: "
                        + run.files().shortfall() + ".")
                .toList();
    }
}

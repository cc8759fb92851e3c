package io.penstock.benchmarks.report;

import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.BarChart.Bar;
import io.penstock.benchmarks.report.Comparison.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A comparison as files: {@code results.json} with every run, {@code table.md} and {@code chart.svg} with the medians. */
public final class ComparisonReport {
    private final Machine machine;
    private final Load load;
    private final int rounds;
    private final Comparison comparison;

    public ComparisonReport(Machine machine, Load load, int rounds, Comparison comparison) {
        this.machine = machine;
        this.load = load;
        this.rounds = rounds;
        this.comparison = comparison;
    }

    /** Writes the three files into {@code directory}. */
    public void write(Path directory) throws IOException {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("machine", machine);
        results.put("load", load);
        results.put(
                "runs",
                comparison.cases().stream()
                        .flatMap(which -> comparison.runs(which).stream())
                        .toList());
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(directory.resolve("results.json"), json.writeValueAsString(results) + "\n");
        Files.writeString(directory.resolve("table.md"), conditions() + "\n\n" + table().toMarkdown() + "\n");
        Files.writeString(directory.resolve("chart.svg"), chart().toSvg());
    }

    /** For the screen. */
    public String toText() {
        return conditions() + "\n\n" + table().toText();
    }

    private String conditions() {
        return "%s. %d threads, %s lines, %d lines per request, median of %d runs."
                .formatted(
                        machine.describe(),
                        load.threads(),
                        Rates.count(load.records()),
                        load.linesPerRequest(),
                        rounds);
    }

    private Table table() {
        Table table = new Table("", ">events", ">lines/s", ">synced to the device", ">dropped", "complete, in order");
        for (Case which : comparison.cases()) {
            boolean files = which.contender().output() != Output.NOTHING;
            table.add(
                    title(which),
                    String.valueOf(which.events()),
                    Rates.perSecond(comparison.linesPerSecond(which)),
                    files ? Rates.perSecond(comparison.syncedLinesPerSecond(which)) : "no files",
                    files ? Rates.count(comparison.missing(which)) : "",
                    files ? (isComplete(which) ? "yes" : "NO") : "");
        }
        return table;
    }

    private BarChart chart() {
        List<Bar> bars = comparison.cases().stream()
                .map(which -> new Bar(
                        title(which)
                                + (which.contender().output() == Output.FILE_PER_EVENT
                                        ? ", " + which.events() + " events"
                                        : ""),
                        comparison.linesPerSecond(which),
                        which.contender().isPenstock()))
                .toList();
        return new BarChart("Lines on disk per second, after the drain", conditions(), Rates::perSecond, bars);
    }

    private boolean isComplete(Case which) {
        return comparison.runs(which).stream().allMatch(run -> run.isComplete());
    }

    private static String title(Case which) {
        return which.contender().framework().title() + " " + which.contender().title();
    }
}

package io.penstock.benchmarks;

import static io.penstock.benchmarks.report.Rates.count;
import static io.penstock.benchmarks.report.Rates.perSecond;

import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.BarChart;
import io.penstock.benchmarks.report.BarChart.Bar;
import io.penstock.benchmarks.report.Rates;
import io.penstock.benchmarks.report.Rounds;
import io.penstock.benchmarks.report.Table;
import io.penstock.benchmarks.upload.ApplicationResult;
import io.penstock.benchmarks.upload.ApplicationRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An application that logs as fast as it can, with its files uploaded meanwhile and without, in turn. */
final class ApplicationStage {
    private final PrintStream out;
    private final ApplicationRunner runner;
    private final Load load;
    private final String whoRunsWhere;
    private final Map<Case, List<ApplicationResult>> results = new LinkedHashMap<>();

    private record Case(Framework framework, boolean uploading) {
        String title() {
            return framework.title() + " Penstock, " + (uploading ? "uploading" : "no upload");
        }
    }

    ApplicationStage(PrintStream out, ApplicationRunner runner, Load load, String whoRunsWhere) {
        this.out = out;
        this.runner = runner;
        this.load = load;
        this.whoRunsWhere = whoRunsWhere;
    }

    void run(int rounds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            out.printf("%nRound %d of %d%n", round, rounds);
            boolean first = round % 2 == 0;
            for (Framework framework : Framework.values()) {
                runOnce(new Case(framework, first));
                runOnce(new Case(framework, !first));
            }
        }
    }

    private void runOnce(Case which) throws IOException, InterruptedException {
        Progress progress = new Progress(out, "  " + which.title(), load.records());
        ApplicationResult result = runner.run(which.framework(), which.uploading(), load, progress);
        progress.end("%s, %s objects, %s files left%s"
                .formatted(
                        perSecond(result.linesPerSecond()),
                        count(result.archived().objects()),
                        count(result.filesLeft()),
                        result.isComplete() ? "" : ": " + result.shortfalls()));
        results.computeIfAbsent(which, unused -> new ArrayList<>()).add(result);
    }

    String conditions() {
        return "%d threads, %s lines of %d events, as fast as they can; %s."
                .formatted(load.threads(), count(load.records()), load.events(), whoRunsWhere);
    }

    Table table() {
        Table table = new Table(
                "",
                ">lines/s",
                ">of those without",
                ">slowest, fastest",
                ">files uploaded",
                ">of them while logging",
                ">left at exit",
                ">dropped",
                "complete, in order");
        results.forEach((which, runs) -> {
            Rounds rates = rates(which);
            table.add(
                    which.title(),
                    perSecond(rates.median()),
                    which.uploading()
                            ? rates.medianShareOf(rates(new Case(which.framework(), false)))
                                    .map(Rates::percent)
                                    .orElse("")
                            : "",
                    perSecond(rates.least()) + ", " + perSecond(rates.most()),
                    count(runs.stream()
                            .mapToLong(run -> run.archived().objects())
                            .sum()),
                    count(runs.stream()
                            .mapToLong(ApplicationResult::uploadedMeanwhile)
                            .sum()),
                    count(runs.stream().mapToLong(ApplicationResult::filesLeft).sum()),
                    count(runs.stream().mapToLong(run -> run.files().missing()).sum()),
                    runs.stream().allMatch(ApplicationResult::isComplete) ? "yes" : "NO");
        });
        return table;
    }

    BarChart chart(String conditions) {
        List<Bar> bars = results.keySet().stream()
                .map(which -> new Bar(which.title(), rates(which).median(), which.uploading()))
                .toList();
        return new BarChart("Lines in sealed files or in the store per second", conditions, Rates::perSecond, bars);
    }

    List<ApplicationResult> all() {
        return results.values().stream().flatMap(List::stream).toList();
    }

    List<String> shortfalls() {
        return all().stream()
                .filter(result -> !result.isComplete())
                .map(result -> new Case(result.framework(), result.uploading()).title() + " fell short: "
                        + String.join("; ", result.shortfalls()) + ".")
                .toList();
    }

    private Rounds rates(Case which) {
        return new Rounds(results.getOrDefault(which, List.of()).stream()
                .map(ApplicationResult::linesPerSecond)
                .toList());
    }
}

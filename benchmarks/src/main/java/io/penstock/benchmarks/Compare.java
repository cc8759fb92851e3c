package io.penstock.benchmarks;

import static io.penstock.benchmarks.report.Rates.count;
import static io.penstock.benchmarks.report.Rates.perSecond;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.Comparison;
import io.penstock.benchmarks.report.Comparison.Case;
import io.penstock.benchmarks.report.ComparisonReport;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.run.ContenderRunner;
import io.penstock.benchmarks.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every contender, interleaved, round after round; medians as JSON, Markdown and SVG. */
@Command(name = "compare", description = "Every contender on this machine, lines counted on disk.")
final class Compare implements Callable<Integer> {
    @Option(
            names = "--rounds",
            defaultValue = "${sys:rounds:-5}",
            description = "runs of every contender (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--contenders", split = ",", description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Contender> contenders = List.of();

    @Option(
            names = "--per-event",
            split = ",",
            defaultValue = "${sys:perEvent:-1,8,64}",
            description = "numbers of events for those with a file per event (default: ${DEFAULT-VALUE})")
    List<Integer> perEvent = List.of();

    @Option(
            names = "--output",
            defaultValue = "${sys:output:-target/compare}",
            description = "where log files and results go (default: ${DEFAULT-VALUE})")
    Path output = Path.of("target", "compare");

    @Mixin
    LoadOptions options = new LoadOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Load load = options.toLoad();
        Files.createDirectories(output);
        Machine machine = Machine.here(output);
        System.out.println(machine.describe());
        Comparison comparison = new Comparison();
        ContenderRunner runner = new ContenderRunner(output.resolve("runs"));
        for (int round = 1; round <= rounds; round++) {
            System.out.printf("%nRound %d of %d%n", round, rounds);
            for (Case which : cases()) {
                comparison.add(runOnce(runner, which, load));
                runner.delete(which.contender());
            }
        }
        ComparisonReport report = new ComparisonReport(machine, load, rounds, comparison);
        report.write(output);
        System.out.printf("%n%s%n", report.toText());
        comparison.shortfalls().forEach(System.out::println);
        return comparison.shortfalls().isEmpty() ? 0 : 1;
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Contender contender : contenders.isEmpty() ? List.of(Contender.values()) : contenders) {
            if (contender.output() == Output.FILE_PER_EVENT) {
                perEvent.forEach(events -> cases.add(new Case(contender, events)));
            } else {
                cases.add(new Case(contender, options.events));
            }
        }
        return cases;
    }

    private static RunResult runOnce(ContenderRunner runner, Case which, Load load)
            throws IOException, InterruptedException {
        Contender contender = which.contender();
        String title = "  %s %s, %d events".formatted(contender.framework().title(), contender.title(), which.events());
        Progress progress = new Progress(System.out, title, load.records());
        RunResult result = runner.run(contender, load.withEvents(which.events()), false, progress);
        progress.end("%s, %s lines on disk%s"
                .formatted(
                        perSecond(result.linesPerSecond()),
                        count(result.files().lines()),
                        result.isComplete() ? "" : ": " + result.files().shortfall()));
        return result;
    }
}

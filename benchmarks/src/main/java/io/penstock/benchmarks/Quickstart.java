package io.penstock.benchmarks;

import static io.penstock.benchmarks.report.Rates.count;
import static io.penstock.benchmarks.report.Rates.perSecond;
import static io.penstock.benchmarks.report.Rates.ratio;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.Comparison;
import io.penstock.benchmarks.report.Comparison.Case;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.report.Median;
import io.penstock.benchmarks.report.Rates;
import io.penstock.benchmarks.report.Table;
import io.penstock.benchmarks.run.ContenderRunner;
import io.penstock.benchmarks.run.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A small service logs a few million lines through Penstock and, beside it, through its framework's AsyncAppender; every line is read back. Then its files are uploaded, through an
 * outage and a kill.
 */
@Command(
        name = "quickstart",
        description =
                "Penstock beside AsyncAppender, every line read back; then an upload through an outage and a kill.")
final class Quickstart implements Callable<Integer> {
    private static final List<Pair> PAIRS = List.of(
            new Pair(Contender.LOG4J2_PENSTOCK, Contender.LOG4J2_ASYNC_APPENDER),
            new Pair(Contender.LOGBACK_PENSTOCK, Contender.LOGBACK_ASYNC_APPENDER));

    @Option(
            names = "--rounds",
            defaultValue = "${sys:rounds:-3}",
            description = "runs of every contender (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--output",
            defaultValue = "${sys:output:-target/quickstart}",
            description = "where the log files go (default: ${DEFAULT-VALUE})")
    Path output = Path.of("target", "quickstart");

    @Mixin
    LoadOptions options = new LoadOptions();

    private final Comparison comparison = new Comparison();
    private final PrintStream out = System.out;

    /** The two that run in turn. */
    private record Pair(Contender penstock, Contender other) {
        List<Contender> inOrder(int round) {
            return round % 2 == 1 ? List.of(penstock, other) : List.of(other, penstock);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Load load = options.toLoad();
        Files.createDirectories(output);
        ContenderRunner runner = new ContenderRunner(output);
        out.println(Machine.here(output).describe());
        out.printf(
                "%d threads log %s lines of %d events; every contender in a JVM of its own, %d times, in turn.%n",
                load.threads(), count(load.records()), load.events(), rounds);
        for (Pair pair : PAIRS) {
            out.printf("%n%s%n", pair.penstock().framework().title());
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : pair.inOrder(round)) {
                    comparison.add(runOnce(runner, contender, load));
                    if (round < rounds || !contender.isPenstock()) {
                        runner.delete(contender);
                    }
                }
            }
        }
        printResult(load, runner);
        boolean uploaded = new QuickstartUpload(out, output, load).run();
        return comparison.shortfalls().isEmpty() && uploaded ? 0 : 1;
    }

    private RunResult runOnce(ContenderRunner runner, Contender contender, Load load)
            throws IOException, InterruptedException {
        Progress progress = new Progress(out, "  " + contender.title(), load.records());
        RunResult result = runner.run(contender, load, false, progress);
        progress.end("%s lines in %.2f s, %s%s"
                .formatted(
                        count(result.files().lines()),
                        result.seconds(),
                        perSecond(result.linesPerSecond()),
                        result.isComplete() ? "" : ": " + result.files().shortfall()));
        return result;
    }

    private void printResult(Load load, ContenderRunner runner) {
        Table table = new Table(
                "", ">files", ">lines", ">lines/s", ">dropped", "each thread's lines in order", ">times AsyncAppender");
        for (Pair pair : PAIRS) {
            Case penstock = new Case(pair.penstock(), load.events());
            Case other = new Case(pair.other(), load.events());
            List<Double> ratios = comparison.ratios(penstock, other);
            table.add(row(
                    penstock,
                    ratio(Median.of(ratios))
                            + ratios.stream().map(Rates::ratio).collect(Collectors.joining(", ", " (", ")"))));
            table.add(row(other, "1"));
        }
        out.printf(
                "%nMedians of %d runs, from the first log call until the framework's stop has everything in the files:%n%n",
                rounds);
        out.println(table.toText());
        out.println();
        if (comparison.shortfalls().isEmpty()) {
            out.println("Every line was read back: whole, once, in its event's file, in its thread's order.");
        } else {
            comparison.shortfalls().forEach(out::println);
        }
        for (Pair pair : PAIRS) {
            Case penstock = new Case(pair.penstock(), load.events());
            Case other = new Case(pair.other(), load.events());
            if (comparison.linesPerSecond(penstock) < comparison.linesPerSecond(other)) {
                out.println("Under " + pair.penstock().framework().title()
                        + " Penstock was slower than AsyncAppender here.");
            }
            out.println("Look at its files: " + runner.directory(pair.penstock()) + "/sealed");
        }
    }

    private String[] row(Case which, String ratio) {
        Framework framework = which.contender().framework();
        RunResult last = comparison.runs(which).get(comparison.runs(which).size() - 1);
        return new String[] {
            framework.title() + " " + which.contender().title(),
            count(last.files().files()),
            count(last.files().lines()),
            perSecond(comparison.linesPerSecond(which)),
            count(comparison.missing(which)),
            last.isComplete() ? "yes" : "NO",
            ratio
        };
    }
}

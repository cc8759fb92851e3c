package io.penstock.benchmarks;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.report.Rates;
import io.penstock.benchmarks.report.Table;
import io.penstock.benchmarks.run.ContenderRunner;
import io.penstock.benchmarks.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long one log call takes, as its caller sees it: at a pace, or, with 0 lines per second, with every thread logging as fast as it can. */
@Command(name = "latency", description = "The time of one log call, as a distribution.")
final class Latency implements Callable<Integer> {
    private static final double NANOS_PER_MICRO = 1000.0;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "${sys:contenders:-LOG4J2_PENSTOCK,LOG4J2_ASYNC_APPENDER,LOG4J2_ASYNC_LOGGERS,"
                    + "LOG4J2_RANDOM_ACCESS_FILE,LOGBACK_PENSTOCK,LOGBACK_ASYNC_APPENDER,LOGBACK_FILE}",
            description = "some of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    List<Contender> contenders = List.of();

    @Option(
            names = "--output",
            defaultValue = "${sys:output:-target/latency}",
            description = "where log files and the result go (default: ${DEFAULT-VALUE})")
    Path output = Path.of("target", "latency");

    @Mixin
    LoadOptions options = new LoadOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Load load = options.toLoad();
        Files.createDirectories(output);
        ContenderRunner runner = new ContenderRunner(output.resolve("runs"));
        String conditions = "%s. %d threads, %s lines, %s. The timer itself is in every figure."
                .formatted(
                        Machine.here(output).describe(),
                        load.threads(),
                        Rates.count(load.records()),
                        load.linesPerSecond() == 0 ? "full speed" : Rates.count(load.linesPerSecond()) + " lines/s");
        System.out.println(conditions);
        Table table = new Table("", ">p50", ">p99", ">p99.9", ">p99.99", ">longest", ">dropped");
        boolean complete = true;
        for (Contender contender : contenders) {
            String title = contender.framework().title() + " " + contender.title();
            Progress progress = new Progress(System.out, "  " + title, load.records());
            RunResult result = runner.run(contender, load, true, progress);
            runner.delete(contender);
            progress.end(result.isComplete() ? "done" : result.files().shortfall());
            complete &= result.isComplete();
            table.add(
                    title,
                    micros(result, "p50"),
                    micros(result, "p99"),
                    micros(result, "p99.9"),
                    micros(result, "p99.99"),
                    micros(result, "p100"),
                    Rates.count(result.files().missing()));
        }
        System.out.printf("%n%s%n", table.toText());
        Files.writeString(output.resolve("table.md"), conditions + "\n\n" + table.toMarkdown() + "\n");
        return complete ? 0 : 1;
    }

    private static String micros(RunResult result, String percentile) {
        long nanos = result.report().latencyNanos().getOrDefault(percentile, 0L);
        return String.format(Locale.ROOT, "%.2f µs", nanos / NANOS_PER_MICRO);
    }
}

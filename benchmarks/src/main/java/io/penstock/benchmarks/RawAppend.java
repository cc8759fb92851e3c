package io.penstock.benchmarks;

import io.penstock.benchmarks.raw.RawLoad;
import io.penstock.benchmarks.raw.RawResult;
import io.penstock.benchmarks.raw.RawRun;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.report.Median;
import io.penstock.benchmarks.report.Rates;
import io.penstock.benchmarks.run.Directories;
import io.penstock.benchmarks.run.PrintedStatus;
import io.penstock.config.ElementKind;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many finished records a second core takes and has in sealed files. The first round warms up and does not count. */
@Command(name = "raw", description = "Core's append without a framework, to disk, records counted there.")
final class RawAppend implements Callable<Integer> {
    @Option(
            names = "--producers",
            defaultValue = "${sys:producers:-2}",
            description = "threads that append (default: ${DEFAULT-VALUE})")
    int producers;

    @Option(
            names = "--records",
            defaultValue = "${sys:records:-20000000}",
            description = "records per round, all producers together (default: ${DEFAULT-VALUE})")
    long records;

    @Option(
            names = "--record-bytes",
            defaultValue = "${sys:recordBytes:-124}",
            description = "length of a record (default: ${DEFAULT-VALUE})")
    int recordBytes;

    @Option(
            names = "--events",
            defaultValue = "${sys:events:-1}",
            description = "events, appended to in turn (default: ${DEFAULT-VALUE})")
    int events;

    @Option(
            names = "--rounds",
            defaultValue = "${sys:rounds:-5}",
            description = "rounds after the warm-up (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--buffer",
            split = ",",
            defaultValue = "${sys:buffer:-size=32 MB}",
            description = "settings of EventBuffer (default: ${DEFAULT-VALUE})")
    Map<String, String> buffer = Map.of();

    @Option(
            names = "--rotation",
            split = ",",
            defaultValue = "${sys:rotation:-size=256 MB}",
            description = "settings of EventRotation (default: ${DEFAULT-VALUE})")
    Map<String, String> rotation = Map.of();

    @Option(
            names = "--output",
            defaultValue = "${sys:output:-target/raw}",
            description = "where the files go (default: ${DEFAULT-VALUE})")
    Path output = Path.of("target", "raw");

    @Override
    public Integer call() throws IOException, InterruptedException {
        RawLoad load = new RawLoad(producers, records, recordBytes, events);
        Directories.delete(output);
        Files.createDirectories(output);
        System.out.println(Machine.here(output).describe());
        System.out.printf(
                "%d producers, %s records of %d bytes, %d events, buffer %s, rotation %s%n",
                producers, Rates.count(records), recordBytes, events, buffer, rotation);
        List<Double> sealed = new ArrayList<>();
        List<Double> steady = new ArrayList<>();
        boolean complete = true;
        for (int round = 0; round <= rounds; round++) {
            RawResult result = new RawRun(load, config(), new PrintedStatus()).run(output);
            Directories.delete(output);
            System.out.println((round == 0 ? "warm-up  " : "round " + round + "  ") + describe(result));
            complete &= result.isComplete();
            if (round > 0) {
                sealed.add(result.recordsPerSecond());
                steady.add(result.steadyRecordsPerSecond());
            }
        }
        System.out.printf(
                "median   sealed on disk %s, steady append %s%n",
                Rates.perSecond(Median.of(sealed)), Rates.perSecond(Median.of(steady)));
        return complete ? 0 : 1;
    }

    private static String describe(RawResult result) {
        return "sealed on disk %s, steady append %s, %s lines on disk, %s not accepted, %s out of order%s"
                .formatted(
                        Rates.perSecond(result.recordsPerSecond()),
                        Rates.perSecond(result.steadyRecordsPerSecond()),
                        Rates.count(result.lines()),
                        Rates.count(result.refused()),
                        Rates.count(result.outOfOrder()),
                        result.isComplete() ? "" : ": FELL SHORT");
    }

    private PenstockConfig config() {
        RawElement appender = new RawElement(
                ElementKind.APPENDER,
                "EventFile",
                Map.of("directory", output.toString(), "jmx", "false"),
                List.of(
                        new RawElement(ElementKind.BUFFER, "EventBuffer", buffer, List.of()),
                        new RawElement(ElementKind.ROTATION, "EventRotation", rotation, List.of())));
        ParsedConfig parsed = PenstockConfig.parse(appender);
        return parsed.config()
                .orElseThrow(
                        () -> new IllegalArgumentException(parsed.problems().toString()));
    }
}

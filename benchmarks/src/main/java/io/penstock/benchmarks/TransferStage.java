package io.penstock.benchmarks;

import static io.penstock.benchmarks.report.Rates.megabytes;
import static io.penstock.benchmarks.report.Rates.megabytesPerSecond;

import io.penstock.benchmarks.report.BarChart;
import io.penstock.benchmarks.report.BarChart.Bar;
import io.penstock.benchmarks.report.Median;
import io.penstock.benchmarks.report.Rates;
import io.penstock.benchmarks.report.Rounds;
import io.penstock.benchmarks.report.Table;
import io.penstock.benchmarks.transfer.Transfer;
import io.penstock.benchmarks.transfer.TransferReport;
import io.penstock.benchmarks.transfer.TransferResult;
import io.penstock.benchmarks.transfer.TransferRunner;
import io.penstock.benchmarks.transfer.TransferRunner.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One large file into a store: Penstock beside the SDK's own ways, in turn. */
final class TransferStage {
    private static final double BILLION = 1e9;

    private final PrintStream out;
    private final TransferRunner runner;
    private final Sizes sizes;
    private final Map<Transfer, List<TransferResult>> results = new EnumMap<>(Transfer.class);

    TransferStage(PrintStream out, TransferRunner runner, Sizes sizes) {
        this.out = out;
        this.runner = runner;
        this.sizes = sizes;
    }

    /** All of them, round after round; every other round in reverse. */
    void run(List<Transfer> transfers, int rounds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            out.printf("%nRound %d of %d%n", round, rounds);
            List<Transfer> order = new ArrayList<>(transfers);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Transfer transfer : order) {
                Progress progress = new Progress(out, "  " + transfer.title(), sizes.fileBytes());
                TransferResult result = runner.run(transfer, sizes);
                progress.end("%s in %.2f s, %s, %.2f s CPU%s"
                        .formatted(
                                megabytes(result.report().bytes()),
                                result.report().nanos() / BILLION,
                                megabytesPerSecond(result.report().bytesPerSecond()),
                                result.report().cpuSeconds(),
                                result.isComplete() ? "" : ": " + result.shortfall()));
                results.computeIfAbsent(transfer, unused -> new ArrayList<>()).add(result);
            }
        }
    }

    String conditions() {
        return "One file of %s, parts of %s, %d at once."
                .formatted(megabytes(sizes.fileBytes()), megabytes(sizes.partBytes()), sizes.concurrency());
    }

    Table table() {
        Table table = new Table(
                "",
                ">plain bytes",
                ">of the transfer manager",
                ">slowest, fastest",
                ">CPU s per GB",
                ">stored",
                "whole");
        Rounds yardstick = rates(Transfer.TRANSFER_MANAGER);
        results.forEach((transfer, runs) -> {
            Rounds rates = rates(transfer);
            table.add(
                    transfer.title(),
                    megabytesPerSecond(rates.median()),
                    rates.medianShareOf(yardstick).map(Rates::percent).orElse(""),
                    megabytesPerSecond(rates.least()) + ", " + megabytesPerSecond(rates.most()),
                    Rates.ratio(Median.of(runs.stream()
                            .map(run -> cpuPerGigabyte(run.report()))
                            .toList())),
                    megabytes(runs.get(0).storedBytes()),
                    runs.stream().allMatch(TransferResult::isComplete) ? "yes" : "NO");
        });
        return table;
    }

    BarChart chart(String conditions) {
        List<Bar> bars = results.keySet().stream()
                .map(transfer -> new Bar(transfer.title(), rates(transfer).median(), transfer.isPenstock()))
                .toList();
        return new BarChart("Plain bytes stored and confirmed per second", conditions, Rates::megabytesPerSecond, bars);
    }

    List<TransferResult> all() {
        return results.values().stream().flatMap(List::stream).toList();
    }

    List<String> shortfalls() {
        return all().stream()
                .filter(result -> !result.isComplete())
                .map(result -> result.transfer().title() + " fell short: " + result.shortfall() + ".")
                .toList();
    }

    private Rounds rates(Transfer transfer) {
        return new Rounds(results.getOrDefault(transfer, List.of()).stream()
                .map(result -> result.report().bytesPerSecond())
                .toList());
    }

    private static double cpuPerGigabyte(TransferReport report) {
        return report.cpuSeconds() * BILLION / report.bytes();
    }
}

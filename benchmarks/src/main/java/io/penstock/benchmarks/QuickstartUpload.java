package io.penstock.benchmarks;

import static io.penstock.benchmarks.report.Rates.count;
import static io.penstock.benchmarks.report.Rates.megabytes;

import io.penstock.benchmarks.archive.Archived;
import io.penstock.benchmarks.archive.ManifestLine;
import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.Table;
import io.penstock.benchmarks.upload.KilledUpload;
import io.penstock.benchmarks.upload.KilledUpload.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An application's files go into a store that is away at first; the application is killed while they do, and started again. */
final class QuickstartUpload {
    private static final long RECORDS = 1_000_000;

    private final PrintStream out;
    private final Path output;
    private final Load load;

    /** @param comparison the load of the comparison before; of this one no more than {@value #RECORDS} lines are logged */
    QuickstartUpload(PrintStream out, Path output, Load comparison) {
        this.out = out;
        this.output = output;
        load = new Load(
                comparison.threads(),
                Math.min(RECORDS, comparison.records()),
                comparison.events(),
                comparison.linesPerRequest(),
                0,
                0);
    }

    /** Whether every line is in the store, once. */
    boolean run() throws IOException, InterruptedException {
        out.printf("%nUpload%n");
        Outcome outcome = new KilledUpload(output.resolve("upload"), load, step -> out.println("  " + step)).run();
        out.printf("%nWhat %s holds, and what the manifest says of it:%n%n", outcome.store());
        out.println(table(outcome).toText());
        out.println();
        boolean complete = outcome.isComplete();
        CheckedFiles files = outcome.files();
        Archived archived = outcome.archived();
        out.println(
                complete
                        ? "Every line that was logged is in the store: read back whole, once, in its thread's order; %d of %d objects decode to the bytes of their local files."
                                .formatted(outcome.sameAsLocal(), archived.objects())
                        : "FELL SHORT: " + files.shortfall() + " " + String.join("; ", archived.problems()));
        out.println("Look at the manifest: " + outcome.spool().resolve(".penstock/manifest.jsonl"));
        return complete;
    }

    private static Table table(Outcome outcome) {
        Map<String, List<ManifestLine>> byEvent = new LinkedHashMap<>();
        outcome.manifest().stream()
                .sorted((a, b) -> a.event().compareTo(b.event()))
                .forEach(line -> byEvent.merge(line.event(), List.of(line), QuickstartUpload::joined));
        Table table = new Table(
                "event",
                ">objects",
                ">records",
                ">lines read back",
                ">bytes",
                ">stored",
                "first record",
                "last record");
        byEvent.forEach((event, lines) ->
                table.add(row(event, lines, count(outcome.linesByEvent().getOrDefault(event, 0L)))));
        table.add(row("all", outcome.manifest(), count(outcome.files().lines())));
        return table;
    }

    private static String[] row(String title, List<ManifestLine> lines, String readBack) {
        return new String[] {
            title,
            count(lines.size()),
            count(lines.stream().mapToLong(ManifestLine::records).sum()),
            readBack,
            megabytes(lines.stream().mapToLong(ManifestLine::size).sum()),
            megabytes(lines.stream().mapToLong(ManifestLine::storedSize).sum()),
            lines.stream().map(ManifestLine::earliest).min(String::compareTo).orElse(""),
            lines.stream().map(ManifestLine::latest).max(String::compareTo).orElse("")
        };
    }

    private static List<ManifestLine> joined(List<ManifestLine> first, List<ManifestLine> second) {
        List<ManifestLine> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

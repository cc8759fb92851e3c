package io.penstock.benchmarks;

import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.run.Processors;
import io.penstock.benchmarks.transfer.Transfer;
import io.penstock.benchmarks.transfer.TransferRunner;
import io.penstock.benchmarks.transfer.TransferRunner.Sizes;
import io.penstock.benchmarks.upload.ApplicationRunner;
import io.penstock.benchmarks.upload.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How fast files are uploaded, and what that costs an application that logs meanwhile; both to an S3 server on this machine. */
@Command(
        name = "upload",
        description =
                "One file into a local S3 server beside the SDK's transfer manager; logging with uploads and without.")
final class Upload implements Callable<Integer> {
    private static final long MEGABYTE = 1 << 20;
    /** The parts of an object, the object that is made of them, and as much again. */
    private static final int COPIES = 4;

    /** What can be measured. */
    enum Stage {
        TRANSFER,
        APPLICATION
    }

    @Option(
            names = "--stages",
            split = ",",
            defaultValue = "${sys:stages:-TRANSFER,APPLICATION}",
            description = "some of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    List<Stage> stages = List.of();

    @Option(names = "--transfers", split = ",", description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Transfer> transfers = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "${sys:rounds:-5}",
            description = "runs of each (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--file-megabytes",
            defaultValue = "${sys:fileMegabytes:-1024}",
            description = "length of the one file, in MiB (default: ${DEFAULT-VALUE})")
    long fileMegabytes;

    @Option(
            names = "--part-megabytes",
            defaultValue = "${sys:partMegabytes:-8}",
            description = "length of its parts, in MiB (default: ${DEFAULT-VALUE})")
    int partMegabytes;

    @Option(
            names = "--concurrency",
            defaultValue = "${sys:concurrency:-4}",
            description = "parts at once (default: ${DEFAULT-VALUE})")
    int concurrency;

    @Option(
            names = "--rotation",
            defaultValue = "${sys:rotation:-16 MB}",
            description = "size of the application's files (default: ${DEFAULT-VALUE})")
    String rotation = "";

    @Option(
            names = "--output",
            defaultValue = "${sys:output:-target/upload}",
            description = "where spools and results go (default: ${DEFAULT-VALUE})")
    Path output = Path.of("target", "upload");

    @Mixin
    LoadOptions options = new LoadOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Load load = options.toLoad();
        Files.createDirectories(output);
        long needed = COPIES * fileMegabytes * MEGABYTE;
        try (S3Server server = S3Server.fast(needed, output)) {
            String machine = "%s; S3Proxy in a process of its own on the same processors, its objects on %s."
                    .formatted(Machine.here(output).describe(), server.filesystem());
            System.out.println(machine);
            Sizes sizes = new Sizes(
                    fileMegabytes * MEGABYTE,
                    Math.min(fileMegabytes, 256) * MEGABYTE,
                    Math.toIntExact(partMegabytes * MEGABYTE),
                    concurrency);
            TransferStage transfer =
                    new TransferStage(System.out, new TransferRunner(server, output.resolve("transfer")), sizes);
            if (stages.contains(Stage.TRANSFER)) {
                transfer.run(transfers.isEmpty() ? List.of(Transfer.values()) : transfers, rounds);
            }
            ApplicationStage application = application(server, load);
            if (stages.contains(Stage.APPLICATION)) {
                application.run(rounds);
            }
            return report(machine, transfer, application);
        }
    }

    /** From here on the server has a processor of its own, where there is one for it. */
    private ApplicationStage application(S3Server server, Load load) throws IOException, InterruptedException {
        Optional<Processors> processors = Processors.divided();
        if (processors.isPresent()) {
            server.keepTo(processors.get());
        }
        List<String> prefix = processors.map(Processors::prefix).orElse(List.of());
        String whoRunsWhere = processors
                .map(divided -> "the application and its uploads on processor " + divided.measured()
                        + ", the S3 server, which stands for another machine, on " + divided.server())
                .orElse("the application, its uploads and the S3 server share the processors");
        ApplicationRunner runner = new ApplicationRunner(server, output.resolve("application"), rotation, prefix);
        return new ApplicationStage(System.out, runner, load, whoRunsWhere);
    }

    private int report(String machine, TransferStage transfer, ApplicationStage application) throws IOException {
        String about = machine + " Medians of " + rounds + " runs, shares by round. ";
        List<String> sections = new ArrayList<>();
        if (stages.contains(Stage.TRANSFER)) {
            String conditions = about + transfer.conditions();
            System.out.printf(
                    "%n%s%n%n%s%n", transfer.conditions(), transfer.table().toText());
            sections.add(conditions + "\n\n" + transfer.table().toMarkdown() + "\n");
            Files.writeString(
                    output.resolve("transfer.svg"), transfer.chart(conditions).toSvg());
        }
        if (stages.contains(Stage.APPLICATION)) {
            String conditions = about + application.conditions();
            System.out.printf(
                    "%n%s%n%n%s%n",
                    application.conditions(), application.table().toText());
            sections.add(conditions + "\n\n" + application.table().toMarkdown() + "\n");
            Files.writeString(
                    output.resolve("application.svg"),
                    application.chart(conditions).toSvg());
        }
        Files.writeString(output.resolve("table.md"), String.join("\n", sections));
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("machine", machine);
        results.put("transfers", transfer.all());
        results.put("applications", application.all());
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(output.resolve("results.json"), json.writeValueAsString(results) + "\n");
        List<String> shortfalls = new ArrayList<>(transfer.shortfalls());
        shortfalls.addAll(application.shortfalls());
        shortfalls.forEach(System.out::println);
        return shortfalls.isEmpty() ? 0 : 1;
    }
}

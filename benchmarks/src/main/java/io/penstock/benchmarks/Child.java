package io.penstock.benchmarks;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.run.ChildProtocol;
import io.penstock.benchmarks.run.ContenderRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One contender in this JVM, started by the other commands. */
@Command(name = "child", hidden = true, description = "Runs one contender and reports on standard output.")
final class Child implements Callable<Integer> {
    @Parameters(description = "the contender")
    Contender contender = Contender.LOG4J2_PENSTOCK;

    @Option(names = "--directory", required = true, description = "where its files go")
    Path directory = Path.of("target");

    @Option(names = "--timed", description = "time every log call")
    boolean timed;

    @Mixin
    LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws Exception {
        Path warmup = directory.resolveSibling(directory.getFileName() + "-warmup");
        var report = new ContenderRun(contender, load.toLoad(), timed)
                .run(directory, warmup, lines -> ChildProtocol.sendProgress(System.out, lines));
        ChildProtocol.sendReport(System.out, report);
        return 0;
    }
}

package io.penstock.benchmarks;

import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.run.ChildProtocol;
import io.penstock.benchmarks.upload.ApplicationReport;
import io.penstock.benchmarks.upload.ApplicationRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An application whose files are uploaded, in this JVM, started by {@link Upload} and {@link Quickstart}. */
@Command(name = "application-child", hidden = true, description = "Logs with uploads and reports on standard output.")
final class ApplicationChild implements Callable<Integer> {
    private static final long STAY_MINUTES = 2;

    /** Which part of an application's life this is. */
    enum Part {
        /** From the start to an orderly stop. */
        WHOLE,
        /** Logs, reports, and goes on until somebody kills it. */
        KILLED,
        /** Starts after a kill, uploads what is there, stops. */
        FINISH
    }

    @Parameters(index = "0", description = "the framework")
    Framework framework = Framework.LOG4J2;

    @Parameters(index = "1", description = "the part")
    Part part = Part.WHOLE;

    @Option(names = "--directory", required = true)
    Path directory = Path.of("target");

    @Option(names = "--warmup-directory")
    Path warmupDirectory = Path.of("target");

    @Option(names = "--warmup-bucket")
    String warmupBucket = "";

    @Mixin
    LoadOptions load = new LoadOptions();

    @Override
    public Integer call() throws Exception {
        ApplicationRun run = new ApplicationRun(framework, load.toLoad());
        ChildProtocol.sendReport(System.out, report(run));
        if (part == Part.KILLED) {
            TimeUnit.MINUTES.sleep(STAY_MINUTES);
        }
        return 0;
    }

    private ApplicationReport report(ApplicationRun run) throws Exception {
        return switch (part) {
            case WHOLE ->
                run.run(
                        directory,
                        warmupDirectory,
                        warmupBucket,
                        lines -> ChildProtocol.sendProgress(System.out, lines));
            case KILLED -> run.logAndStay(directory, lines -> ChildProtocol.sendProgress(System.out, lines));
            case FINISH -> run.finish(directory);
        };
    }
}

package io.penstock.benchmarks.run;

import io.penstock.benchmarks.check.CheckedFiles;
import io.penstock.benchmarks.check.FileCheck;
import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.contender.Output;
import io.penstock.benchmarks.load.EventKinds;
import io.penstock.benchmarks.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Runs contenders one after the other, each in a JVM and a directory of its own, and reads back what they wrote. */
public final class ContenderRunner {
    private static final CheckedFiles NO_FILES = new CheckedFiles(0, 0, 0, 0, 0, 0, 0, "");

    private final Path root;

    /** @param root where the runs' directories go, one per contender; each run starts with an empty one */
    public ContenderRunner(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Where a contender's files are after its run. */
    public Path directory(Contender contender) {
        return root.resolve(contender.folder());
    }

    /** @param timed whether the log calls are timed, see {@link ContenderRun} */
    public RunResult run(Contender contender, Load load, boolean timed, LongConsumer progress)
            throws IOException, InterruptedException {
        Path directory = directory(contender);
        Directories.delete(directory);
        Files.createDirectories(directory);
        ChildReport report = ChildJvm.of(contender, load, timed, directory).run(ChildReport.class, progress);
        CheckedFiles files = contender.output() == Output.NOTHING
                ? NO_FILES
                : FileCheck.of(directory, EventKinds.names(load.events()), report.lastNumbers(), contender.output());
        return new RunResult(contender, load, report, files);
    }

    /** Removes a contender's files, so that their dirty pages do not burden the next run. */
    public void delete(Contender contender) throws IOException {
        Directories.delete(directory(contender));
    }
}

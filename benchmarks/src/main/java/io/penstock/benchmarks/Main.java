package io.penstock.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code penstock-benchmarks.jar}. */
@Command(
        name = "penstock-benchmarks",
        mixinStandardHelpOptions = true,
        subcommands = {
            Quickstart.class,
            Compare.class,
            Latency.class,
            RawAppend.class,
            Upload.class,
            Child.class,
            TransferChild.class,
            ApplicationChild.class
        })
public final class Main {
    private Main() {}

    /** Ends the JVM with 0 when the command held what it promises, 1 when lines were missing, 2 for wrong options. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}

package io.penstock.benchmarks;

import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import io.penstock.benchmarks.run.ChildProtocol;
import io.penstock.benchmarks.transfer.Destination;
import io.penstock.benchmarks.transfer.Transfer;
import io.penstock.benchmarks.transfer.TransferRun;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One file on its way, in this JVM, started by {@link Upload}. */
@Command(name = "transfer-child", hidden = true, description = "Sends one file and reports on standard output.")
final class TransferChild implements Callable<Integer> {
    @Parameters(description = "who sends it")
    Transfer transfer = Transfer.PENSTOCK;

    @Option(names = "--directory", required = true)
    Path directory = Path.of("target");

    @Option(names = "--bytes", required = true)
    long bytes;

    @Option(names = "--warmup-bytes", required = true)
    long warmupBytes;

    @Option(names = "--endpoint", required = true)
    URI endpoint = URI.create("http://localhost");

    @Option(names = "--bucket", required = true)
    String bucket = "";

    @Option(names = "--access-key", required = true)
    String accessKey = "";

    @Option(names = "--secret-key", required = true)
    String secretKey = "";

    @Option(names = "--store", required = true)
    Path store = Path.of("target");

    @Option(names = "--part-bytes", required = true)
    int partBytes;

    @Option(names = "--concurrency", required = true)
    int concurrency;

    @Option(names = "--recipient", required = true)
    String recipient = "";

    @Override
    public Integer call() throws Exception {
        Bucket target = new Bucket(endpoint, bucket, accessKey, secretKey);
        Destination destination = new Destination(target, store, partBytes, concurrency, recipient);
        ChildProtocol.sendReport(System.out, new TransferRun(transfer, destination).run(directory, bytes, warmupBytes));
        return 0;
    }
}

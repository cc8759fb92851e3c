package io.penstock.stress;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.config.ElementKind;
import io.penstock.config.RawElement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that writes, or one that uploads what is there:
 *
 * <pre>
 *   write SPOOL                                          fills and seals a file of each event
 *   begin SPOOL                                          begins to log with an upload, and seals nothing
 *   upload SPOOL ENDPOINT ACCESS-KEY SECRET-KEY COMPRESSION CONCURRENCY     ends when nothing waits any more
 * </pre>
 */
final class UploadScenario {
    static final List<String> EVENTS = List.of("big", "small", "tiny");
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private UploadScenario() {}

    /** Of {@code big} there are three parts of 5 MB, of {@code tiny} there is one record. */
    static int records(String event) {
        return event.equals("big") ? 120_000 : event.equals("small") ? 2_000 : 1;
    }

    /** What the event's file holds. */
    static byte[] content(String event) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < records(event); i++) {
            lines.append(line(event, i));
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String event, int number) {
        // different enough that no compressor makes one part of it
        return String.format(
                "%s %08d %016x%016x and what else there is to say of a record like this one%n",
                event, number, mix(number), mix(~number));
    }

    private static long mix(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
    }

    public static void main(String[] arguments) throws Exception {
        Path spool = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            write(spool);
        } else if (arguments[0].equals("begin")) {
            begin(spool);
        } else {
            upload(spool, arguments);
        }
        System.exit(0);
    }

    private static void write(Path spool) throws Exception {
        Told told = new Told();
        Penstock penstock = Setup.in(spool).open(told);
        for (String event : EVENTS) {
            for (int i = 0; i < records(event); i++) {
                if (penstock.append(event, line(event, i)) != Append.ACCEPTED) {
                    throw new IllegalStateException("record " + i + " of " + event + " was not accepted: " + told);
                }
            }
        }
        if (!penstock.close(PATIENCE)) {
            throw new IllegalStateException(told.toString());
        }
    }

    /** Halts, so that nothing is sealed at the end either. */
    private static void begin(Path spool) throws Exception {
        Told told = new Told();
        for (RawElement upload : List.of(
                RawElement.of(ElementKind.S3_UPLOAD).with("bucket", "logs").with("encryptTo", RECIPIENT),
                RawElement.of(ElementKind.GCS_UPLOAD).with("bucket", "logs").with("compression", "zstd"))) {
            Setup setup = Setup.in(spool.resolve(upload.kind().word()));
            Penstock penstock = new Setup(setup.appender().child(upload), setup.buffer(), setup.rotation()).open(told);
            if (penstock.append("payment", "1\n") != Append.ACCEPTED || !penstock.flush(PATIENCE)) {
                throw new IllegalStateException(told.toString());
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void upload(Path spool, String[] arguments) throws Exception {
        Told told = new Told();
        RawElement upload = RawElement.of(ElementKind.S3_UPLOAD)
                .with("bucket", "logs")
                .with("endpoint", arguments[2])
                .with("pathStyle", "true")
                .with("accessKey", arguments[3])
                .with("secretKey", arguments[4])
                .with("partSize", "5 MB")
                .with("compression", arguments[5])
                .with("concurrency", arguments[6]);
        Setup setup = Setup.in(spool);
        Penstock penstock = new Setup(setup.appender().child(upload), setup.buffer(), setup.rotation()).open(told);
        penstock.close(PATIENCE);
        if (penstock.stats().total().get("waitingFiles") != 0) {
            throw new IllegalStateException("files wait: " + told);
        }
    }
}

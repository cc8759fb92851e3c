package io.penstock.benchmarks.transfer;

import io.penstock.Penstock;
import io.penstock.benchmarks.run.PrintedStatus;
import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.RawElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The whole product: opened on a spool in which a dead process has left the file; until it is stored, verified and registered. */
record UploaderTransfer(ElementKind store, Map<String, String> settings) implements FileTransfer {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(1);

    @Override
    public AutoCloseable send(Path spool, Path file, Destination destination) {
        RawElement appender = new RawElement(
                ElementKind.APPENDER,
                "EventFile",
                Map.of("directory", spool.toString(), "jmx", "false"),
                List.of(new RawElement(store, store.log4j2Name(), attributes(destination), List.of())));
        try {
            Penstock penstock = Penstock.open(SealedLog.parse(appender), FileFraming.NONE, new PrintedStatus());
            long start = System.nanoTime();
            while (penstock.stats().total().get("uploaded") == 0) {
                if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                    throw new IllegalStateException("not uploaded within " + TIMEOUT);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
            return () -> penstock.close(TIMEOUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> attributes(Destination destination) {
        Map<String, String> attributes = new HashMap<>(settings);
        attributes.computeIfPresent("encryptTo", (name, unused) -> destination.recipient());
        if (store == ElementKind.S3_UPLOAD) {
            attributes.put("bucket", destination.bucket().name());
            attributes.put("region", "us-east-1");
            attributes.put("endpoint", destination.endpoint().toString());
            attributes.put("pathStyle", "true");
            attributes.put("accessKey", destination.bucket().accessKey());
            attributes.put("secretKey", destination.bucket().secretKey());
            attributes.put("partSize", String.valueOf(destination.partBytes()));
            attributes.put("concurrency", String.valueOf(destination.concurrency()));
        } else {
            attributes.put("directory", destination.directory().toString());
        }
        return attributes;
    }
}

package io.penstock.stress;

import io.penstock.Lease;
import io.penstock.config.FileFraming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Run through a class loader of its own: leases a pipeline, logs so much that it grows, and releases it. */
public final class UnloadScenario implements Function<String, Boolean> {
    @Override
    public Boolean apply(String directory) {
        try {
            Told told = new Told();
            Lease lease = Lease.join(
                    new Lease.Request(new Object(), "context", new Object(), "EVENTS"),
                    Setup.in(Path.of(directory))
                            .with("jmx", "true")
                            .buffer("size", "8 MB")
                            .config(),
                    FileFraming.NONE,
                    told);
            byte[] record = new byte[1_000];
            for (int i = 0; i < 4_000; i++) {
                lease.penstock().append("event" + i % 3, record);
            }
            return lease.release(Duration.ofSeconds(60));
        } catch (Lease.LeaseException e) {
            throw new IllegalStateException(e);
        }
    }
}

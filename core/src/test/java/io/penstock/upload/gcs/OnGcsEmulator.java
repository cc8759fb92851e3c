package io.penstock.upload.gcs;

import io.penstock.config.GcsConfig;
import io.penstock.testing.gcs.GcsEmulator;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.TestParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service of its own for each test, so that what is left behind can be seen, and a store that gives up soon. */
abstract class OnGcsEmulator {
    static final String BUCKET = "logs";
    static final RequestLimits QUICK = new RequestLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20), 3, Duration.ofMillis(5));

    private GcsEmulator gcs;
    private ObjectStore store;

    @BeforeEach
    void open() throws Exception {
        gcs = GcsEmulator.start().createBucket(BUCKET);
        store = connect(QUICK);
    }

    @AfterEach
    void close() {
        store.close();
        gcs.close();
    }

    final GcsEmulator gcs() {
        return gcs;
    }

    final ObjectStore store() {
        return store;
    }

    final ObjectStore connect(RequestLimits limits) throws Exception {
        return GcsStore.connect(new GcsConfig(BUCKET, null, gcs.endpoint(), 1 << 20, 4, null, null), limits);
    }

    /** Sends so many parts of 17 bytes. */
    static List<byte[]> sendAll(PartedUpload upload, int count) throws Exception {
        List<byte[]> parts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            byte[] part = TestParts.noise(17, number);
            parts.add(part);
            upload.send(TestParts.part(number, part, false));
        }
        return parts;
    }
}

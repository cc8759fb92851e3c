package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a server of S3's protocol, which a subclass starts for all its tests. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class S3StoreContract extends ObjectStoreContract {
    protected S3Config config;
    private S3Store store;
    private S3Calls calls;

    /** Starts it, with the bucket that the settings name. */
    abstract S3Config startServer(Path directory) throws Exception;

    abstract void stopServer() throws Exception;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        config = startServer(directory);
        store = S3Store.open(config, S3Timeouts.of(config));
        calls = new S3Calls(config, S3Timeouts.of(config));
    }

    @AfterAll
    void close() throws Exception {
        calls.close();
        store.close();
        stopServer();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected int unfinished(String key) {
        return S3Settings.unfinished(calls, key);
    }

    @Override
    protected int partBytes() {
        return config.partBytes();
    }
}

package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.config.S3Config;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against S3Proxy, which verifies signatures and digests, and reports ETags alone. */
class S3ProxyStoreTest extends ObjectStoreContract {
    private static LocalS3 server;
    private static S3Config config;
    private static S3Store store;
    private static S3Calls calls;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = LocalS3.start(directory);
        server.createBucket("logs");
        config = S3Settings.of(server);
        store = S3Store.open(config, S3Timeouts.of(config));
        calls = new S3Calls(config, S3Timeouts.of(config));
    }

    @AfterAll
    static void stop() {
        calls.close();
        store.close();
        server.close();
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

    /** A custom endpoint gets no checksums of S3's own unless it is asked for; parts carry their MD5, and so the ETag is known. */
    @Test
    void aCustomEndpointIsVerifiedByMd5() throws Exception {
        String key = newKey();

        store.put(key, part(1, new byte[] {1, 2, 3}));

        assertThat(store.wantsMd5()).isTrue();
        assertThat(store.find(key).orElseThrow().etag()).isEqualTo("5289df737df57326fcdd22597afb1fac");
    }
}

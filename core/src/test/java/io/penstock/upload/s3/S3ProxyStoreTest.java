package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.LocalS3;
import io.penstock.config.S3Config;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract against S3Proxy, which verifies signatures and digests, and reports ETags alone. */
class S3ProxyStoreTest extends S3StoreContract {
    private LocalS3 server;

    @Override
    S3Config startServer(Path directory) throws Exception {
        server = LocalS3.start(directory);
        server.createBucket("logs");
        return S3Settings.of(server);
    }

    @Override
    void stopServer() {
        server.close();
    }

    /** A custom endpoint gets no checksums of S3's own unless it is asked for; parts carry their MD5, and so the ETag is known. */
    @Test
    void aCustomEndpointIsVerifiedByMd5() throws Exception {
        String key = newKey();

        store().put(key, part(1, new byte[] {1, 2, 3}));

        assertThat(store().wantsMd5()).isTrue();
        assertThat(store().find(key).orElseThrow().etag()).isEqualTo("5289df737df57326fcdd22597afb1fac");
    }
}

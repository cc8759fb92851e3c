package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.ServerProcess;
import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Checksum;
import io.penstock.config.S3Config.Credentials;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.RequiresRoot;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.ObjectStoreContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against Ceph's object gateway, which many private clouds have. Starting it takes a minute: run by the profile {@code rgw}. */
@Tag("rgw")
@RequiresRoot
@RequiresCommand({"ceph-mon", "ceph-mgr", "ceph-osd", "radosgw"})
class RgwStoreIT extends ObjectStoreContract {
    private static final Credentials PAIR = new Credentials("local-access", "local-secret");

    private static ServerProcess server;
    private static S3Config config;
    private static S3Store store;
    private static S3Calls calls;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = ServerProcess.launch(
                List.of("src/test/servers/rgw/run", directory.toString(), PAIR.accessKey(), PAIR.secretKey()));
        config = S3Settings.at(server.endpoint(), Checksum.AUTO, PAIR);
        store = S3Store.open(config, S3Timeouts.of(config));
        calls = new S3Calls(config, S3Timeouts.of(config));
        try (var client = S3Clients.open(config, S3Timeouts.of(config))) {
            client.createBucket(create -> create.bucket(config.bucket()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        calls.close();
        store.close();
        server.end();
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

    /** It ignores the condition on completing an upload: there the uniqueness of keys alone holds. */
    @Override
    protected boolean completesConditionally() {
        return false;
    }

    /** It reports no checksum but the MD5, which every part and object is verified by. */
    @Test
    void anObjectIsVerifiedByMd5() throws Exception {
        String key = newKey();

        store.put(key, part(1, new byte[] {1, 2, 3}));

        assertThat(store.find(key).orElseThrow().etag()).isEqualTo("5289df737df57326fcdd22597afb1fac");
    }
}

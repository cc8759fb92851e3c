package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.s3server.ServerProcess;
import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Checksum;
import io.penstock.config.S3Config.Credentials;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.RequiresRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract against Ceph's object gateway, which many private clouds have. Starting it takes a minute: run by the profile {@code rgw}. */
@Tag("rgw")
@RequiresRoot
@RequiresCommand({"ceph-mon", "ceph-mgr", "ceph-osd", "radosgw"})
class RgwStoreIT extends S3StoreContract {
    private static final Credentials PAIR = new Credentials("local-access", "local-secret");

    private ServerProcess server;

    @Override
    S3Config startServer(Path directory) throws Exception {
        server = ServerProcess.launch(
                List.of("src/test/servers/rgw/run", directory.toString(), PAIR.accessKey(), PAIR.secretKey()));
        S3Config settings = S3Settings.at(server.endpoint(), Checksum.AUTO, PAIR);
        try (var client = S3Clients.open(settings, S3Timeouts.of(settings))) {
            client.createBucket(create -> create.bucket(settings.bucket()));
        }
        return settings;
    }

    @Override
    void stopServer() throws Exception {
        server.end();
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

        store().put(key, part(1, new byte[] {1, 2, 3}));

        assertThat(store().find(key).orElseThrow().etag()).isEqualTo("5289df737df57326fcdd22597afb1fac");
    }
}

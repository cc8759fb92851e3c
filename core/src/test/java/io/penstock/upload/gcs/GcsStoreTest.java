package io.penstock.upload.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.penstock.config.GcsConfig;
import io.penstock.testing.gcs.GcsEmulator;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.ObjectStoreContract;
import io.penstock.upload.PartedUpload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every store does, and what the configuration asks of this one. */
class GcsStoreTest extends ObjectStoreContract {
    private static final String BUCKET = "logs";
    private static GcsEmulator gcs;
    private static ObjectStore store;

    @BeforeAll
    static void open() throws Exception {
        gcs = GcsEmulator.start().createBucket(BUCKET);
        store = new GcsOpener(new GcsConfig(BUCKET, null, gcs.endpoint(), 256 << 10, 4, null, null)).open();
    }

    @AfterAll
    static void close() {
        store.close();
        gcs.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected int unfinished(String key) {
        return (int) gcs.names(BUCKET).stream()
                .filter(name -> name.startsWith(ChunkNames.ofKey(key)))
                .count();
    }

    @Test
    void theBucketIsNamedAsConfigured() {
        assertThat(store.bucket()).isEqualTo(BUCKET);
        assertThat(store.wantsMd5()).isFalse();
    }

    /** The service checks each chunk against the CRC32C that was computed before it was sent. */
    @Test
    void chunksAndObjectsAreOfTheConfiguredClassAndKey() throws Exception {
        String kms = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
        GcsConfig config = new GcsConfig(BUCKET, "project", gcs.endpoint(), 256 << 10, 4, "NEARLINE", kms);
        try (ObjectStore nearline = GcsStore.connect(config, RequestLimits.of(256 << 10))) {
            String key = newKey();
            PartedUpload upload = nearline.begin(key);
            upload.send(part(1, new byte[10]));
            upload.send(part(2, new byte[20]));
            gcs.names(BUCKET).stream()
                    .filter(name -> name.startsWith(ChunkNames.ofKey(key)))
                    .forEach(name -> assertClassAndKey(name, kms));
            upload.complete();
            assertClassAndKey(key, kms);

            String whole = newKey();
            nearline.put(whole, part(1, new byte[10]));
            assertClassAndKey(whole, kms);
        }
    }

    private static void assertClassAndKey(String name, String kms) {
        JsonObject resource = gcs.resource(BUCKET, name);
        assertThat(resource.get("storageClass").getAsString()).isEqualTo("NEARLINE");
        assertThat(resource.get("kmsKeyName").getAsString()).isEqualTo(kms);
    }
}

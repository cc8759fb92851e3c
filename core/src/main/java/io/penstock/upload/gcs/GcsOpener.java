package io.penstock.upload.gcs;

import io.penstock.config.GcsConfig;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoreOpener;

/** Opens a bucket. The only class of this room that can be loaded without the client, and says so when it is missing. Any thread. */
public final class GcsOpener implements StoreOpener {
    private final GcsConfig config;

    /** Loads nothing of the client. */
    public GcsOpener(GcsConfig config) {
        this.config = config;
    }

    @Override
    public ObjectStore open() throws StoreException {
        try {
            return GcsStore.connect(config, RequestLimits.of(config.partBytes()));
        } catch (LinkageError missing) {
            throw new StoreException(
                    Kind.PERMANENT,
                    "uploading to gs://" + config.bucket()
                            + " needs Google's storage client: put com.google.cloud:google-cloud-storage, with all it depends on, on the class path ("
                            + missing + ")",
                    missing);
        }
    }
}

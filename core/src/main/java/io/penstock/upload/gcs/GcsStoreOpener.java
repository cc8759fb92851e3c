package io.penstock.upload.gcs;

import io.penstock.config.GcsConfig;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreOpener;

/** Opens a bucket. Holds no class of the client, so it can be made where that is missing. */
public record GcsStoreOpener(GcsConfig config) implements StoreOpener {
    /** What must be on the class path. */
    public static final String CLIENT = "com.google.cloud:google-cloud-storage";

    @Override
    public ObjectStore open() throws StoreException {
        try {
            return GcsStore.connect(config, RequestLimits.of(config.partBytes()));
        } catch (LinkageError missing) {
            throw new StoreException(
                    StoreException.Kind.PERMANENT,
                    "gcsUpload needs " + CLIENT + " on the class path (" + missing + ")",
                    missing);
        }
    }
}

package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoreOpener;

/** Opens an S3 store. The only class of this room that can be loaded without the SDK, and says so when it is missing. Any thread. */
public final class S3Opener implements StoreOpener {
    private final S3Config config;

    /** Loads nothing of the SDK. */
    public S3Opener(S3Config config) {
        this.config = config;
    }

    @Override
    public ObjectStore open() throws StoreException {
        try {
            return S3Store.open(config, S3Timeouts.of(config));
        } catch (LinkageError missing) {
            throw new StoreException(
                    Kind.PERMANENT,
                    "uploading to s3://" + config.bucket()
                            + " needs the AWS SDK: put software.amazon.awssdk:s3, with all it depends on, on the class path ("
                            + missing + ")",
                    missing);
        }
    }
}

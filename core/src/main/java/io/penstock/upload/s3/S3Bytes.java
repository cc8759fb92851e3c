package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.upload.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An object's bytes; what the SDK throws while they come is a {@link StoreException} here too. */
final class S3Bytes extends FilterInputStream {
    private final S3Config config;
    private final String key;

    S3Bytes(InputStream object, S3Config config, String key) {
        super(object);
        this.config = config;
        this.key = key;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (RuntimeException failed) {
            throw failure(failed);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (RuntimeException failed) {
            throw failure(failed);
        }
    }

    private StoreException failure(RuntimeException failed) {
        return S3Failure.of("GetObject", config, key, failed).toStoreException(config);
    }
}

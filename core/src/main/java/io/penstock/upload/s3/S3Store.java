package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoredObject;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A bucket. Any thread. */
final class S3Store implements ObjectStore {
    private static final int MOST_PARTS = 10_000;

    /** A thousand uploads a page, all to keys that begin with one key: more is no listing, but a store that repeats itself. */
    private static final int PAGES_AT_MOST = 100;

    private final S3Config config;
    private final S3Calls calls;

    /** Until the store says that it knows no conditions. */
    private volatile boolean conditional = true;

    private S3Store(S3Config config, S3Calls calls) {
        this.config = config;
        this.calls = calls;
    }

    static S3Store open(S3Config config, S3Timeouts timeouts) throws StoreException {
        try {
            return new S3Store(config, new S3Calls(config, timeouts));
        } catch (RuntimeException failed) {
            throw S3Failure.of("client for", config, "", failed).toStoreException(config);
        }
    }

    @Override
    public String bucket() {
        return config.bucket();
    }

    @Override
    public int mostParts() {
        return MOST_PARTS;
    }

    /** Parts without a checksum of S3's own carry their MD5. */
    @Override
    public boolean wantsMd5() {
        return !calls.sendsChecksums();
    }

    @Override
    public Optional<StoredObject> find(String key) throws StoreException {
        try {
            return Optional.of(described(calls.head(key)));
        } catch (RuntimeException failed) {
            S3Failure failure = failure("HeadObject", key, failed);
            if (failure.isAbsent()) {
                return Optional.empty();
            }
            throw failure.toStoreException(config);
        }
    }

    @Override
    public InputStream read(String key) throws StoreException {
        return new S3Bytes(ask("GetObject", key, () -> calls.get(key)), config, key);
    }

    @Override
    public void put(String key, Part whole) throws StoreException {
        writeOnce("PutObject", key, condition -> calls.put(key, whole, condition));
    }

    @Override
    public PartedUpload begin(String key) throws StoreException {
        S3Calls.Created created = ask("CreateMultipartUpload", key, () -> calls.create(key));
        return new S3Upload(this, calls, key, created);
    }

    @Override
    public void removeUnfinished(String key) throws StoreException {
        @Nullable String keyMarker = null;
        @Nullable String idMarker = null;
        for (int pages = 0; pages < PAGES_AT_MOST; pages++) {
            Optional<ListMultipartUploadsResponse> page = unfinished(key, keyMarker, idMarker);
            if (page.isEmpty()) {
                return;
            }
            for (MultipartUpload upload : page.get().uploads()) {
                if (upload.key().equals(key)) {
                    remove(key, upload.uploadId());
                }
            }
            boolean more = Boolean.TRUE.equals(page.get().isTruncated());
            boolean stands = Objects.equals(keyMarker, page.get().nextKeyMarker())
                    && Objects.equals(idMarker, page.get().nextUploadIdMarker());
            if (!more || stands) {
                return;
            }
            keyMarker = page.get().nextKeyMarker();
            idMarker = page.get().nextUploadIdMarker();
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    /**
     * Writes on the condition that nothing is there; without it, after a look, where the store does not know conditions.
     *
     * @param write takes the condition
     */
    void writeOnce(String operation, String key, Consumer<@Nullable String> write) throws StoreException {
        if (conditional && writtenOnCondition(operation, key, write)) {
            return;
        }
        if (find(key).isPresent()) {
            throw new StoreException(
                    Kind.EXISTS, operation + " s3://" + config.bucket() + "/" + key + ": an object is there", null);
        }
        try {
            write.accept(null);
        } catch (RuntimeException failed) {
            throw refusal(operation, key, failed);
        }
        conditional = false;
    }

    <T> T ask(String operation, String key, Supplier<T> request) throws StoreException {
        try {
            return request.get();
        } catch (RuntimeException failed) {
            throw failure(operation, key, failed).toStoreException(config);
        }
    }

    /** False when the store does not know the condition, and has done nothing. */
    private boolean writtenOnCondition(String operation, String key, Consumer<@Nullable String> write)
            throws StoreException {
        try {
            write.accept(S3Calls.ABSENT);
            return true;
        } catch (RuntimeException failed) {
            if (failure(operation, key, failed).isNotImplemented()) {
                return false;
            }
            throw refusal(operation, key, failed);
        }
    }

    /** A conflict, or an upload that is gone, may mean that the object is there: by another, or by our own request whose answer was lost. */
    private StoreException refusal(String operation, String key, RuntimeException failed) throws StoreException {
        S3Failure failure = failure(operation, key, failed);
        if (failure.isConflict() || failure.isUploadGone()) {
            return failure.toStoreException(config, find(key).isPresent() ? Kind.EXISTS : Kind.TRANSIENT);
        }
        return failure.toStoreException(config);
    }

    /** Empty where the store does not let us see: then there is nothing that we could remove. */
    private Optional<ListMultipartUploadsResponse> unfinished(
            String key, @Nullable String keyMarker, @Nullable String idMarker) throws StoreException {
        try {
            return Optional.of(calls.unfinished(key, keyMarker, idMarker));
        } catch (RuntimeException failed) {
            return ignoreWhatCannotBeHelped(failure("ListMultipartUploads", key, failed));
        }
    }

    private void remove(String key, String uploadId) throws StoreException {
        try {
            calls.abort(key, uploadId);
        } catch (RuntimeException failed) {
            S3Failure failure = failure("AbortMultipartUpload", key, failed);
            if (!failure.isUploadGone()) {
                ignoreWhatCannotBeHelped(failure);
            }
        }
    }

    private <T> Optional<T> ignoreWhatCannotBeHelped(S3Failure failure) throws StoreException {
        if ((failure.isForbidden() && failure.kind() == Kind.PERMANENT) || failure.isNotImplemented()) {
            return Optional.empty();
        }
        throw failure.toStoreException(config);
    }

    private S3Failure failure(String operation, String key, RuntimeException failed) {
        return S3Failure.of(operation, config, key, failed);
    }

    private static StoredObject described(HeadObjectResponse head) {
        String crc32c = head.checksumCRC32C();
        // composed of the parts' checksums it ends in their number
        int dash = crc32c == null ? -1 : crc32c.indexOf('-');
        boolean ofParts = dash >= 0 || head.checksumType() == ChecksumType.COMPOSITE;
        return new StoredObject(
                head.contentLength(),
                ofParts ? null : crc32c,
                ofParts ? crc32c.substring(0, dash < 0 ? crc32c.length() : dash) : null,
                head.eTag() == null ? null : head.eTag().replace("\"", ""));
    }
}

package io.penstock.upload.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageClass;
import com.google.cloud.storage.StorageException;
import io.penstock.config.GcsConfig;
import io.penstock.upload.Part;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** What is asked of one bucket, in objects' names. Any thread. */
final class GcsBucket {
    /** The service's bound for one composition. */
    static final int MOST_SOURCES = 32;

    private static final int MOST_BATCHED = 100;
    private static final int LISTED_AT_ONCE = 1000;

    private final GcsConfig config;
    private final Storage storage;
    private final Requests requests;
    private final BlobTargetOption[] created;

    GcsBucket(GcsConfig config, Storage storage, Requests requests) {
        this.config = config;
        this.storage = storage;
        this.requests = requests;
        List<BlobTargetOption> options = new ArrayList<>();
        options.add(BlobTargetOption.doesNotExist());
        // compressed already, or not wanted to be
        options.add(BlobTargetOption.disableGzipContent());
        if (config.kmsKeyName() != null) {
            options.add(BlobTargetOption.kmsKeyName(config.kmsKeyName()));
        }
        this.created = options.toArray(BlobTargetOption[]::new);
    }

    /**
     * Stores bytes under a name that is free. The client sends a CRC32C that it takes itself of what is in the array by then, never ours, and the service checks against it: so
     * the array is compared with ours first.
     */
    BlobId create(String operation, String object, Part part) throws StoreException {
        CRC32C now = new CRC32C();
        now.update(part.bytes(), 0, part.length());
        if ((int) now.getValue() != part.crc32c()) {
            throw new StoreException(
                    Kind.TRANSIENT,
                    operation + " gs://" + config.bucket() + "/" + object
                            + ": the bytes are no longer those of the part's CRC32C",
                    null);
        }
        return requests.send(
                operation,
                object,
                () -> storage.create(describe(object), part.bytes(), 0, part.length(), created)
                        .getBlobId());
    }

    /** Joins objects under a name that is free, and takes them away with the same step. */
    BlobId compose(String object, List<BlobId> sources) throws StoreException {
        ComposeRequest.Builder request = ComposeRequest.newBuilder()
                .setTarget(describe(object))
                .setTargetOptions(created)
                .setDeleteSourceObjects(true);
        sources.forEach(source -> request.addSource(source.getName(), source.getGeneration()));
        return requests.send(
                "compose", object, () -> storage.compose(request.build()).getBlobId());
    }

    Optional<Blob> get(String object) throws StoreException {
        BlobGetOption fields = BlobGetOption.fields(BlobField.SIZE, BlobField.CRC32C, BlobField.GENERATION);
        return Optional.ofNullable(requests.send(
                "get", object, () -> storage.get(BlobId.of(config.bucket(), object), fields)));
    }

    /** All objects whose names begin so; temporary ones, so they fit in memory. */
    List<BlobId> list(String prefix) throws StoreException {
        return requests.send("list", prefix, () -> {
            List<BlobId> found = new ArrayList<>();
            storage.list(
                            config.bucket(),
                            BlobListOption.prefix(prefix),
                            BlobListOption.pageSize(LISTED_AT_ONCE),
                            BlobListOption.fields(BlobField.NAME, BlobField.GENERATION))
                    .iterateAll()
                    .forEach(blob -> found.add(blob.getBlobId()));
            return found;
        });
    }

    /** Deletes these generations for good; what is gone already counts as done. */
    void delete(List<BlobId> objects) throws StoreException {
        for (int from = 0; from < objects.size(); from += MOST_BATCHED) {
            List<BlobId> some = objects.subList(from, Math.min(objects.size(), from + MOST_BATCHED));
            for (BlobId left : deleteTogether(some)) {
                // one by one the client retries
                requests.send("delete", left.getName(), () -> storage.delete(left));
            }
        }
    }

    /** @return those that a single request could not delete */
    private List<BlobId> deleteTogether(List<BlobId> objects) throws StoreException {
        StorageBatch batch = storage.batch();
        Map<BlobId, StorageBatchResult<Boolean>> results = new LinkedHashMap<>();
        objects.forEach(object -> results.put(object, batch.delete(object)));
        try {
            requests.send("delete", objects.get(0).getName() + " and others", () -> {
                batch.submit();
                return true;
            });
        } catch (StoreException failed) {
            return objects;
        }
        return results.entrySet().stream()
                .filter(result -> failed(result.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean failed(StorageBatchResult<Boolean> result) {
        try {
            result.get();
            return false;
        } catch (StorageException refused) {
            return true;
        }
    }

    private BlobInfo describe(String object) {
        BlobInfo.Builder info = BlobInfo.newBuilder(config.bucket(), object).setContentType("application/octet-stream");
        if (config.storageClass() != null) {
            // chunks too: a composed object has the class of its sources
            info.setStorageClass(StorageClass.valueOf(config.storageClass()));
        }
        return info.build();
    }
}

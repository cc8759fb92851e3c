package io.penstock.upload.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.StorageException;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Chunks under temporary names, composed in groups of 32, and the groups again, until one composition makes the object. */
final class GcsUpload implements PartedUpload {
    private static final int NOT_FOUND = 404;

    private final GcsBucket bucket;
    private final Chunks chunks;
    private final String key;
    private final ChunkNames names;
    private final ConcurrentNavigableMap<Integer, BlobId> sent = new ConcurrentSkipListMap<>();

    GcsUpload(GcsBucket bucket, Chunks chunks, String key) {
        this.bucket = bucket;
        this.chunks = chunks;
        this.key = key;
        this.names = ChunkNames.next(key);
    }

    @Override
    public void send(Part part) throws StoreException {
        String name = names.name(0, part.number());
        try {
            sent.put(part.number(), bucket.create("send part " + part.number() + " of " + key + " as", name, part));
        } catch (StoreException failed) {
            sent.put(part.number(), arrivedAllTheSame(name, part, failed));
        }
    }

    /** The name is this attempt's alone: what is there came with a request whose answer was lost. */
    private BlobId arrivedAllTheSame(String name, Part part, StoreException failed) throws StoreException {
        if (failed.kind() != Kind.EXISTS) {
            throw failed;
        }
        Blob blob = bucket.get(name).orElseThrow(() -> again(failed));
        if (blob.getSize() != part.length()
                || !StoredObject.base64(part.crc32c()).equals(blob.getCrc32c())) {
            throw again(failed);
        }
        return blob.getBlobId();
    }

    @Override
    public void complete() throws StoreException {
        if (sent.isEmpty() || sent.lastKey() != sent.size()) {
            throw new IllegalStateException("parts are missing: " + sent.keySet());
        }
        try {
            composeObject(composeGroups());
        } catch (StoreException failed) {
            abort();
            throw failed;
        }
        chunks.remove(names.attempt(), List.of());
    }

    /** What the object is composed of: few enough for one composition. */
    private List<BlobId> composeGroups() throws StoreException {
        List<BlobId> level = List.copyOf(sent.values());
        for (int height = 1; level.size() > GcsBucket.MOST_SOURCES; height++) {
            List<BlobId> above = new ArrayList<>();
            for (int from = 0; from < level.size(); from += GcsBucket.MOST_SOURCES) {
                List<BlobId> group = level.subList(from, Math.min(level.size(), from + GcsBucket.MOST_SOURCES));
                above.add(composeGroup(names.name(height, above.size() + 1), group));
            }
            level = above;
        }
        return level;
    }

    private BlobId composeGroup(String name, List<BlobId> group) throws StoreException {
        try {
            return bucket.compose(name, group);
        } catch (StoreException failed) {
            return madeAllTheSame(name, failed).orElseThrow(() -> again(failed));
        }
    }

    private void composeObject(List<BlobId> sources) throws StoreException {
        try {
            bucket.compose(key, sources);
        } catch (StoreException failed) {
            if (madeAllTheSame(key, failed).isPresent()) {
                // ours or another's: the caller compares
                throw new StoreException(Kind.EXISTS, String.valueOf(failed.getMessage()), failed);
            }
            throw again(failed);
        }
    }

    /** A composition that was answered to nobody and asked for again finds its target there, or its sources gone. */
    private Optional<BlobId> madeAllTheSame(String name, StoreException failed) throws StoreException {
        if (failed.kind() != Kind.EXISTS && status(failed) != NOT_FOUND) {
            throw failed;
        }
        return bucket.get(name).map(Blob::getBlobId);
    }

    private static int status(StoreException failed) {
        return failed.getCause() instanceof StorageException refused ? refused.getCode() : 0;
    }

    /** Something of this attempt is gone: another attempt has to be made. */
    private static StoreException again(StoreException failed) {
        return new StoreException(Kind.TRANSIENT, String.valueOf(failed.getMessage()), failed);
    }

    @Override
    public void abort() {
        try {
            chunks.remove(names.attempt(), List.copyOf(sent.values()));
        } catch (StoreException | RuntimeException left) {
            // removeUnfinished finds them
        }
    }
}

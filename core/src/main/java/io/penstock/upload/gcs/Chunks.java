package io.penstock.upload.gcs;

import com.google.cloud.storage.BlobId;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.util.List;

/** Removes temporary objects. Any thread. */
final class Chunks {
    private final GcsBucket bucket;

    Chunks(GcsBucket bucket) {
        this.bucket = bucket;
    }

    /**
     * @param prefix of the chunks' names; listed, because a request that was broken off may have left one
     * @param known what is removed when there is no right to list
     */
    void remove(String prefix, List<BlobId> known) throws StoreException {
        List<BlobId> found;
        try {
            found = bucket.list(prefix);
        } catch (StoreException failed) {
            if (failed.kind() != Kind.PERMANENT) {
                throw failed;
            }
            found = known;
        }
        bucket.delete(found);
    }
}

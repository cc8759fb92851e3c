package io.penstock.upload.s3;

import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload. */
final class S3Upload implements PartedUpload {
    private final S3Store store;
    private final S3Calls calls;
    private final String key;
    private final String uploadId;
    private final boolean beganTwice;

    /** By number; a part that is sent again replaces itself, as in the store. */
    private final ConcurrentSkipListMap<Integer, CompletedPart> sent = new ConcurrentSkipListMap<>();

    S3Upload(S3Store store, S3Calls calls, String key, S3Calls.Created created) {
        this.store = store;
        this.calls = calls;
        this.key = key;
        this.uploadId = created.uploadId();
        this.beganTwice = created.repeated();
    }

    @Override
    public void send(Part part) throws StoreException {
        sent.put(part.number(), store.ask("UploadPart", key, () -> calls.uploadPart(key, uploadId, part)));
    }

    @Override
    public void complete() throws StoreException {
        store.writeOnce(
                "CompleteMultipartUpload", key, condition -> calls.complete(key, uploadId, sent.values(), condition));
        if (beganTwice) {
            store.removeUnfinished(key);
        }
    }

    @Override
    public void abort() {
        try {
            calls.abort(key, uploadId);
        } catch (RuntimeException unfinishedUploadsAreRemovedLater) {
            // by whoever uploads the file the next time
        }
    }
}

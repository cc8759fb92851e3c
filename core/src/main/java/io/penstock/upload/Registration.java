package io.penstock.upload;

import java.io.IOException;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Registers an object that is verified: a line in the manifest, the manifest's object, the listeners. Each step that succeeded is remembered while the process lives, so that a repetition goes on
 * behind it. Any thread; one at a time for one file.
 */
final class Registration {
    private final SealedQueue queue;
    private final Supplier<Iterable<UploadListener>> listeners;

    Registration(SealedQueue queue, Supplier<Iterable<UploadListener>> listeners) {
        this.queue = queue;
        this.listeners = listeners;
    }

    void register(WaitingFile waiting, ManifestRecord archived, ObjectStore store, String manifestPrefix)
            throws IOException {
        WaitingFile.Progress progress = waiting.progress;
        byte[] line = Manifest.line(archived);
        if (!progress.inManifest) {
            if (progress.appendTried) {
                queue.repeatManifest(line);
            } else if (!(progress.inherited && waiting.before.has(archived))) {
                progress.appendTried = true;
                queue.appendManifest(line);
            }
            progress.inManifest = true;
        }
        if (!progress.inStore && !manifestPrefix.isEmpty()) {
            put(store, manifestPrefix + archived.key() + ".json", line);
            progress.inStore = true;
        }
        if (!progress.told) {
            tell(archived);
            progress.told = true;
        }
    }

    private static void put(ObjectStore store, String key, byte[] line) throws StoreException {
        CRC32C crc = new CRC32C();
        crc.update(line);
        byte[] md5 = store.wantsMd5() ? PartStream.md5().digest(line) : null;
        try {
            store.put(key, new Part(1, line, line.length, (int) crc.getValue(), md5));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.EXISTS) {
                throw e;
            }
            // of an attempt before a crash, or whose answer was lost: keys are unique, so it is ours
        }
    }

    private void tell(ManifestRecord archived) throws LaterException {
        try {
            for (UploadListener listener : listeners.get()) {
                listener.archived(archived);
            }
        } catch (Throwable e) { // foreign code: whatever it throws, the file is kept and told again
            throw new LaterException("an upload listener failed for " + archived.key() + ": " + e, e);
        }
    }
}

package io.penstock.upload;

import io.penstock.config.UploadConfig;
import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring one file from the spool into the store (I11, I12):
 *
 * <pre>
 *   look up    what an earlier attempt may have stored; found and the same: go on at register
 *   clean      what earlier attempts left unfinished
 *   note       where it goes                          durable before the first of several parts is sent
 *   send       file → form → parts
 *   note       and its size and checksums             durable before the object is made
 *   publish    an object that is there already must be one of those noted
 *   verify     against what the store reports, or what it gives back
 *   register   manifest, listeners
 *   done       the local file goes, then the note
 * </pre>
 *
 * Each step can be repeated after a crash, and none is skipped. An upload thread; one at a time for one file.
 */
final class Attempt {
    private static final int COPY_BYTES = 64 * 1024;

    private final SealedQueue queue;
    private final Registration registration;
    private final Workers workers;
    private final Settings settings;

    Attempt(SealedQueue queue, Registration registration, Workers workers, Settings settings) {
        this.queue = queue;
        this.registration = registration;
        this.workers = workers;
        this.settings = settings;
    }

    /**
     * @return false when there was no file any more, and nothing of it in the store
     * @throws StoreException {@link StoreException.Kind#EXISTS}: an object is there that is not this file's
     */
    boolean upload(WaitingFile waiting) throws IOException {
        boolean here = queue.hold(waiting.file);
        try {
            if (!here
                    && waiting.progress.archived == null
                    && queue.readNote(waiting.file.name()).isEmpty()) {
                return false;
            }
            ObjectStore store = settings.store().borrow();
            try {
                return here ? bring(waiting, store) : settle(waiting, store);
            } finally {
                settings.store().giveBack();
            }
        } finally {
            if (here) {
                queue.release(waiting.file);
            }
        }
    }

    private boolean bring(WaitingFile waiting, ObjectStore store) throws IOException {
        ManifestRecord archived = waiting.progress.archived;
        if (archived == null) {
            UploadNote note = read(waiting, store);
            archived = note == null ? null : earlier(note, store);
            if (archived == null) {
                archived = send(waiting.file, note, store);
            }
        }
        finish(waiting, archived, store);
        return true;
    }

    /** The file has gone: its object is registered if there is one, and what attempts have left is cleaned up. */
    private boolean settle(WaitingFile waiting, ObjectStore store) throws IOException {
        ManifestRecord archived = waiting.progress.archived;
        UploadNote note = read(waiting, store);
        if (archived == null && note != null) {
            archived = lookUp(note, store).archived;
            clean(note, store);
        }
        if (archived != null) {
            finish(waiting, archived, store);
        } else if (note != null) {
            queue.deleteNote(waiting.file.name());
        }
        return archived != null;
    }

    private void finish(WaitingFile waiting, ManifestRecord archived, ObjectStore store) throws IOException {
        UploadConfig config = settings.config();
        waiting.progress.archived = archived;
        registration.register(waiting, archived, store, config.manifestPrefix());
        queue.done(waiting.file, !config.deleteAfterUpload());
        queue.deleteNote(waiting.file.name());
    }

    /** What an earlier attempt has stored, verified; null when there is nothing, and nothing unfinished either. */
    private @Nullable ManifestRecord earlier(UploadNote note, ObjectStore store) throws IOException {
        Found found = lookUp(note, store);
        String key = destination(note.file(), form(), store).key();
        if (found.archived == null && found.foreign.contains(key)) {
            throw taken(store, key);
        }
        clean(note, store);
        return found.archived;
    }

    private record Found(@Nullable ManifestRecord archived, List<String> foreign) {}

    private Found lookUp(UploadNote note, ObjectStore store) throws IOException {
        List<String> foreign = new ArrayList<>();
        for (Destination to : note.destinations(store.bucket())) {
            Optional<StoredObject> there = store.find(to.key());
            if (there.isEmpty()) {
                continue;
            }
            Optional<Fingerprint> same = Fingerprint.among(note.possible(to), store, to.key(), there.get());
            if (same.isPresent()) {
                return new Found(archived(note.file(), to, same.get()), foreign);
            }
            foreign.add(to.key());
        }
        return new Found(null, foreign);
    }

    private static void clean(UploadNote note, ObjectStore store) throws StoreException {
        for (Destination to : note.destinations(store.bucket())) {
            store.removeUnfinished(to.key());
        }
    }

    private ManifestRecord send(SealedFile file, @Nullable UploadNote before, ObjectStore store) throws IOException {
        StoredForm form = form();
        Destination to = destination(file, form, store);
        UploadNote known = before == null ? UploadNote.of(file) : before;
        UploadNote begun = known.with(to, null);
        PartTarget target = new PartTarget(store, to.key(), () -> write(begun, before));
        PartStream parts = new PartStream(target, settings.buffers(), workers, expectedBytes(file, settings.config()));
        UploadNote sent = known;
        try {
            copy(file, form, parts);
            sent = known.with(to, parts.end());
            write(sent, before);
            parts.publish();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.EXISTS) {
                throw e;
            }
            // perhaps by an attempt whose answer was lost: verifying tells
        } finally {
            parts.release();
        }
        return verify(sent, to, store);
    }

    private ManifestRecord verify(UploadNote note, Destination to, ObjectStore store) throws IOException {
        StoredObject there = store.find(to.key())
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.TRANSIENT,
                        to.key() + " was stored in " + to.bucket() + ", but is not found there",
                        null));
        Fingerprint same =
                Fingerprint.among(note.possible(to), store, to.key(), there).orElseThrow(() -> taken(store, to.key()));
        return archived(note.file(), to, same);
    }

    private static StoreException taken(ObjectStore store, String key) {
        return new StoreException(
                StoreException.Kind.EXISTS,
                key + " in " + store.bucket() + " is not what was sent there: its size or checksum differs, so the file"
                        + " is kept and the object left as it is",
                null);
    }

    private void copy(SealedFile file, StoredForm form, PartStream parts) throws IOException {
        FormStream encoded = form.encode(parts);
        try (InputStream in = RegularFiles.stream(file.path())) {
            long copied = copy(in, encoded, file.bytes());
            if (copied != file.bytes()) {
                throw new ChangedFileException(file.path() + " has " + copied + " bytes or more, and had "
                        + file.bytes() + " when it was told");
            }
            encoded.close();
        } finally {
            encoded.abandon();
        }
    }

    /** Stops soon after {@code most}: a file that grows is none of ours. */
    private static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, most + 1)];
        long copied = 0;
        for (int n = in.read(buffer); n >= 0 && copied <= most; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            copied += n;
        }
        return copied;
    }

    private StoredForm form() {
        return StoredForm.of(settings.config().compression(), settings.config().encryptTo());
    }

    private Destination destination(SealedFile file, StoredForm form, ObjectStore store) {
        UploadConfig config = settings.config();
        String key = config.keyPattern().key(file.event(), file.named(), file.host(), file.start(), file.sequence());
        return new Destination(
                store.bucket(), config.prefix() + key + form.suffix(), form.compression(), form.encryption());
    }

    /** At most what compression and encryption can make of it. */
    private static long expectedBytes(SealedFile file, UploadConfig config) {
        boolean plain = config.compression() == UploadConfig.Compression.NONE
                && config.encryptTo().isEmpty();
        return plain
                ? file.bytes()
                : file.bytes()
                        + file.bytes() / 32
                        + 4096
                        + 256L * config.encryptTo().size();
    }

    private @Nullable UploadNote read(WaitingFile waiting, ObjectStore store) throws IOException {
        SealedFile file = waiting.file;
        Optional<byte[]> note = queue.readNote(file.name());
        if (!waiting.progress.begun) {
            waiting.progress.begun = true;
            waiting.progress.inherited = note.isPresent();
        }
        if (note.isEmpty()) {
            return null;
        }
        try {
            // the note has only the file's name, and the file may have been moved with its spool
            return new UploadNote(file, UploadNote.parse(note.get()).tries());
        } catch (IOException e) {
            // damaged: something was begun, and what stands at the key cannot be told from another's
            return UploadNote.of(file).with(destination(file, form(), store), null);
        }
    }

    private void write(UploadNote note, @Nullable UploadNote before) throws IOException {
        if (!note.equals(before)) {
            queue.writeNote(note.file().name(), note.toBytes());
        }
    }

    private static ManifestRecord archived(SealedFile file, Destination to, Fingerprint stored) {
        return new ManifestRecord(
                file.event(),
                to.bucket(),
                to.key(),
                file.bytes(),
                stored.storedSize(),
                stored.crc32c(),
                to.compression(),
                to.encryption(),
                file.records(),
                file.earliest(),
                file.latest(),
                file.host(),
                file.start(),
                file.sequence(),
                file.previous(),
                file.name(),
                Instant.now());
    }
}

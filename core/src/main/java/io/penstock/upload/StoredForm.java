package io.penstock.upload;

import io.penstock.config.UploadConfig.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * What is done to a file's bytes on the way into the store: compressed, then encrypted, so that the plain {@code age}, {@code zstd} and
 * {@code gzip} command lines read the object back. Immutable, any thread; of a stream that it has made, one thread at a time. Nothing of a library is
 * loaded before {@link #encode}.
 */
final class StoredForm {
    private final Compression compression;
    private final List<String> recipients;

    private StoredForm(Compression compression, List<String> recipients) {
        this.compression = compression;
        this.recipients = recipients;
    }

    /** @param recipients age recipients, {@code age1…}; empty for no encryption */
    static StoredForm of(Compression compression, List<String> recipients) {
        return new StoredForm(compression, List.copyOf(recipients));
    }

    /**
     * What is written to the result arrives in {@code stored} in this form; little of it at once, nothing is kept but what a layer needs for its next block.
     *
     * <p>Closing it finishes both layers and frees their memory, and leaves {@code stored} open. After a failed write it only frees, writes nothing
     * more to {@code stored}, and throws, so that half a file can never pass for a whole one; whoever gives up for another reason says so by {@link FormStream#abandon}.
     *
     * @throws StoreException {@link StoreException.Kind#PERMANENT}: a library is missing, or a recipient is wrong; nothing was written then
     * @throws IOException of {@code stored}
     */
    FormStream encode(OutputStream stored) throws IOException {
        StoredBytes bottom = new StoredBytes(stored);
        OutputStream encrypted = recipients.isEmpty() ? bottom : encrypt(bottom);
        return new FormStream(compress(encrypted), bottom);
    }

    /** What a key carries at its end: {@code .gz}, {@code .zst}, {@code .age}, two of them, or nothing. */
    String suffix() {
        String compressed = switch (compression) {
            case NONE -> "";
            case GZIP -> ".gz";
            case ZSTD -> ".zst";
        };
        return recipients.isEmpty() ? compressed : compressed + ".age";
    }

    /** As the manifest names it: {@code none}, {@code gzip} or {@code zstd}. */
    String compression() {
        return compression.name().toLowerCase(Locale.ROOT);
    }

    /** As the manifest names it: {@code none} or {@code age}. */
    String encryption() {
        return recipients.isEmpty() ? "none" : "age";
    }

    private OutputStream encrypt(StoredBytes bottom) throws IOException {
        try {
            return AgeEncryption.of(recipients).to(bottom);
        } catch (LinkageError e) {
            throw missing(
                    "encryptTo",
                    "com.exceptionfactory.jagged:jagged-framework and com.exceptionfactory.jagged:jagged-x25519",
                    e);
        }
    }

    private OutputStream compress(OutputStream next) throws IOException {
        try {
            return switch (compression) {
                case NONE -> next;
                case GZIP -> new GzipMember(next);
                case ZSTD -> new ZstdFrames(next);
            };
        } catch (LinkageError e) {
            // also when it is there and its native part cannot be loaded, so the error is told as well
            throw missing("compression=\"zstd\"", "com.github.luben:zstd-jni", e);
        }
    }

    private static StoreException missing(String setting, String coordinates, LinkageError e) {
        return new StoreException(
                StoreException.Kind.PERMANENT, setting + " needs " + coordinates + " on the class path: " + e, e);
    }
}

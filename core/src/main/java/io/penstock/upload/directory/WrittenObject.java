package io.penstock.upload.directory;

import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * An object on its way: a hidden file beside its place, filled at the parts' positions. All parts but the last are of one length; a last part that comes before any other
 * is moved once that length is known. Any thread, one at a time: a disk gains nothing from two.
 */
final class WrittenObject implements PartedUpload {
    /** The JDK keeps a native copy of what is written at once for each thread. */
    private static final int MOST_AT_ONCE_BYTES = 256 * 1024;
    /** What waits in the page cache makes the syncs of others on the same disk wait, the flush thread's among them. */
    private static final int MOST_UNSYNCED_BYTES = 16 << 20;

    private final DirectoryStore store;
    private final String key;
    private final Path file;
    private final FileChannel channel;
    private final Map<Integer, Integer> lengths = new HashMap<>();
    private int partBytes;
    private int unsyncedBytes;

    /** @param channel on the file, which is new */
    WrittenObject(DirectoryStore store, String key, Path file, FileChannel channel) {
        this.store = store;
        this.key = key;
        this.file = file;
        this.channel = channel;
    }

    @Override
    public synchronized void send(Part part) throws StoreException {
        try {
            store.requireOpen();
            if (part.length() > partBytes) {
                widen(part.length());
            }
            write(part.bytes(), part.length(), position(part.number()));
            lengths.put(part.number(), part.length());
        } catch (IOException e) {
            throw store.failure("write(key=" + key + ", part=" + part.number() + ", bytes=" + part.length() + ")", e);
        }
    }

    private long position(int number) {
        return (number - 1L) * partBytes;
    }

    /** Only one part can have been placed by a smaller length: the last. */
    private void widen(int bytes) throws IOException {
        if (lengths.size() > 1) {
            throw broken("its parts differ in length");
        }
        for (Map.Entry<Integer, Integer> placed : lengths.entrySet()) {
            ByteBuffer last = ByteBuffer.allocate(placed.getValue());
            while (last.hasRemaining()) {
                if (channel.read(last, position(placed.getKey()) + last.position()) < 0) {
                    throw new IOException("the file has become shorter");
                }
            }
            partBytes = bytes;
            write(last.array(), last.capacity(), position(placed.getKey()));
        }
        partBytes = bytes;
    }

    private void write(byte[] bytes, int length, long position) throws IOException {
        for (int at = 0; at < length; ) {
            int count = Math.min(length - at, MOST_AT_ONCE_BYTES);
            int written = channel.write(ByteBuffer.wrap(bytes, at, count), position + at);
            if (written <= 0) {
                throw new IOException("nothing was written");
            }
            at += written;
        }
        unsyncedBytes += length;
        if (unsyncedBytes >= MOST_UNSYNCED_BYTES) {
            channel.force(false);
            unsyncedBytes = 0;
        }
    }

    @Override
    public synchronized void complete() throws StoreException {
        try {
            store.requireOpen();
            requireWhole();
            // before it has its name: who finds an object finds all of it, after a power failure too
            channel.force(true);
            channel.close();
            if (!store.publish(file, key)) {
                throw new StoreException(
                        Kind.EXISTS, "there is an object already: " + store.bucket() + " " + key, null);
            }
        } catch (IOException e) {
            abort();
            throw store.failure("complete(key=" + key + ")", e);
        }
    }

    private void requireWhole() throws StoreException {
        for (int number = 1; number <= lengths.size(); number++) {
            Integer length = lengths.get(number);
            if (length == null) {
                throw broken("part " + number + " was never sent");
            }
            if (number < lengths.size() && length != partBytes) {
                throw broken("its parts differ in length");
            }
        }
    }

    private StoreException broken(String how) {
        return new StoreException(Kind.PERMANENT, "DirectoryUpload cannot complete " + key + ": " + how, null);
    }

    @Override
    public synchronized void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            unsyncedBytes = 0; // the file goes, whatever could not be written of it
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            unsyncedBytes = 0; // removeUnfinished will find it
        }
    }
}

package io.penstock.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one object into parts and sends them. A full part goes to a free worker if there is one, else the writer sends it itself: so there are never more buffers than busy workers, and
 * nobody waits for a worker. Written by one thread: all bytes, {@link #end}, {@link #publish}, and in any case {@link #release}.
 */
final class PartStream extends OutputStream {
    private static final byte[] NONE = new byte[0];

    private final PartTarget target;
    private final PartBuffers buffers;
    private final Workers workers;
    private final @Nullable MessageDigest md5;
    private final CRC32C whole = new CRC32C();
    private final ByteArrayOutputStream partsCrc32c = new ByteArrayOutputStream();
    private final ByteArrayOutputStream partsMd5 = new ByteArrayOutputStream();
    private final Object sending = new Object();

    private byte[] buffer;
    private int filled;
    private int parts;
    private long storedSize;
    private boolean published;
    private @Nullable PartedUpload parted;
    private @Nullable Part single;

    // guarded by sending
    private int underWay;
    private @Nullable Throwable failure;

    /** @param expectedBytes what will be written, about */
    PartStream(PartTarget target, PartBuffers buffers, Workers workers, long expectedBytes) {
        this.target = target;
        this.buffers = buffers;
        this.workers = workers;
        md5 = target.store().wantsMd5() ? md5() : null;
        buffer = buffers.take(expectedBytes);
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == buffer.length) {
                makeRoom();
            }
            int now = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, from, buffer, filled, now);
            filled += now;
            from += now;
            left -= now;
        }
    }

    /** All bytes are written: sends what is left of an object of several parts. Nothing is visible yet. */
    Fingerprint end() throws IOException {
        if (parted == null) {
            single = cut();
        } else {
            if (filled > 0) {
                parted.send(cut());
            }
            awaitSent();
            throwFailure();
        }
        return new Fingerprint(storedSize, Fingerprint.base64(whole), composedCrc32c(), etag());
    }

    /** Makes the object. */
    void publish() throws IOException {
        if (single != null) {
            target.store().put(target.key(), single);
        } else if (parted != null) {
            parted.complete();
        }
        published = true;
    }

    /** Gives everything back, and gives up what was not published. Waits for parts under way: the store bounds that. */
    void release() {
        awaitSent();
        buffers.give(buffer);
        buffer = NONE;
        if (parted != null && !published) {
            parted.abort();
        }
    }

    /** Nothing: the parts end with {@link #end}, whoever closes what is around them. */
    @Override
    public void close() {}

    private void makeRoom() throws IOException {
        if (buffer.length < buffers.partBytes()) {
            byte[] larger = buffers.take(buffers.partBytes());
            System.arraycopy(buffer, 0, larger, 0, filled);
            buffer = larger;
            return;
        }
        if (workers.isBrokenOff()) {
            throw new StoreException(
                    StoreException.Kind.TRANSIENT, "the upload of " + target.key() + " was broken off", null);
        }
        throwFailure();
        sendFull();
    }

    private void sendFull() throws IOException {
        PartedUpload upload = parted;
        if (upload == null) {
            upload = target.begin();
            parted = upload;
        }
        Part part = cut();
        filled = 0;
        if (sendAside(upload, part)) {
            buffer = NONE; // the other worker's now, also if there is no memory for the next
            buffer = buffers.take(buffers.partBytes());
        } else {
            upload.send(part);
        }
    }

    private boolean sendAside(PartedUpload upload, Part part) {
        synchronized (sending) {
            underWay++;
        }
        boolean taken = workers.tryRun(() -> {
            Throwable failed = null;
            try {
                upload.send(part);
            } catch (Throwable e) { // an SDK's errors too are the file's failure, not the worker's
                failed = e;
            } finally {
                buffers.give(part.bytes());
                sent(failed);
            }
        });
        if (!taken) {
            sent(null);
        }
        return taken;
    }

    private void sent(@Nullable Throwable failed) {
        synchronized (sending) {
            underWay--;
            failure = failure == null ? failed : failure;
            sending.notifyAll();
        }
    }

    private void awaitSent() {
        boolean interrupted = false;
        synchronized (sending) {
            while (underWay > 0) {
                try {
                    sending.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        Throwable failed;
        synchronized (sending) {
            failed = failure;
        }
        if (failed instanceof IOException io) {
            throw io;
        } else if (failed instanceof Error error) {
            throw error;
        } else if (failed != null) {
            throw new IllegalStateException("part of " + target.key() + " could not be sent: " + failed, failed);
        }
    }

    /** What the buffer holds, as the next part. */
    private Part cut() throws StoreException {
        if (parts == target.store().mostParts()) {
            throw new StoreException(
                    StoreException.Kind.PERMANENT,
                    target.key() + " needs more than " + parts + " parts of " + buffers.partBytes()
                            + " bytes: raise their size",
                    null);
        }
        CRC32C crc = new CRC32C();
        crc.update(buffer, 0, filled);
        whole.update(buffer, 0, filled);
        int value = (int) crc.getValue();
        partsCrc32c.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        byte[] digest = null;
        if (md5 != null) {
            md5.update(buffer, 0, filled);
            digest = md5.digest();
            partsMd5.writeBytes(digest);
        }
        parts++;
        storedSize += filled;
        return new Part(parts, buffer, filled, value, digest);
    }

    private String composedCrc32c() {
        CRC32C crc = new CRC32C();
        crc.update(partsCrc32c.toByteArray());
        return Fingerprint.base64(crc);
    }

    private @Nullable String etag() {
        if (md5 == null) {
            return null;
        }
        byte[] digests = partsMd5.toByteArray();
        return single != null
                ? HexFormat.of().formatHex(digests)
                : HexFormat.of().formatHex(md5.digest(digests)) + "-" + parts;
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}

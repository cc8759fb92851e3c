package io.penstock.file;

import io.penstock.config.RotationConfig.Sync;
import io.penstock.platform.ErrnoException;
import io.penstock.platform.FileCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Two descriptors on one file, one of them with O_DIRECT, which never overlap:
 *
 * <pre>
 *   | …written | rest of the block | whole blocks …            | rest  |
 *              ^ position          ^ multiple of BLOCK_BYTES
 *                buffered, synced    one pwritev with O_DIRECT   buffered
 * </pre>
 *
 * No byte is written twice: a block that began buffered is finished buffered, and synced before anything goes direct behind
 * it. Where direct writing turns out to be refused the file goes on buffered.
 */
final class DirectLogFile extends LogFile {
    private static final int BOUNCE_BYTES = 64 * 1024;

    private final FileCalls calls;
    private final Runnable onRefused;
    private final Preallocation preallocation;
    private int bufferedFd;
    private int directFd;
    private boolean unsynced;

    /**
     * @param onRefused run when a direct write is refused with EINVAL
     */
    DirectLogFile(FileCalls calls, Terms terms, Instant opened, Runnable onRefused) throws IOException {
        super(terms, opened);
        this.calls = calls;
        this.onRefused = onRefused;
        bufferedFd = calls.create(terms.path());
        try {
            directFd = calls.openDirect(terms.path());
        } catch (IOException e) {
            calls.close(bufferedFd);
            throw e;
        }
        preallocation = new Preallocation(calls, bufferedFd, terms.preallocate() ? terms.rotateAtBytes() : 0);
    }

    @Override
    public boolean writesDirectly(long bytes) {
        return bytes >= DIRECT_FROM_BYTES && directFd >= 0 && !isSuspect();
    }

    @Override
    void write(ByteBuffer data, int offset, int length) throws IOException {
        if (!data.isDirect()) {
            appendFromHeap(data, offset, length);
            return;
        }
        preallocation.reach(position() + length);
        int written = writesDirectly(length) && isCongruent(data, offset) ? appendBlocks(data, offset, length) : 0;
        writeBuffered(data, offset + written, length - written);
    }

    private boolean isCongruent(ByteBuffer data, int offset) {
        return (offset - position()) % BLOCK_BYTES == 0 && data.alignmentOffset(0, BLOCK_BYTES) == 0;
    }

    /** Everything up to the last block boundary, as far as it can be had; how many bytes that were. */
    private int appendBlocks(ByteBuffer data, int offset, int length) throws IOException {
        int written = 0;
        while (true) {
            int fill = (int) (-position() & (BLOCK_BYTES - 1));
            int blocks = (length - written - fill) & -BLOCK_BYTES;
            if (blocks <= 0) {
                return written;
            }
            writeBuffered(data, offset + written, fill);
            written += fill;
            if (unsynced && terms.sync() != Sync.OFF && !sync()) {
                return written;
            }
            unsynced = false;
            int now = writeDirect(data, offset + written, blocks);
            written += now;
            if (now == 0) {
                return written;
            }
        }
    }

    /** One {@code pwritev}; 0 when direct writing is refused from now on. A short one leaves the position inside a block. */
    private int writeDirect(ByteBuffer data, int offset, int length) throws IOException {
        int now;
        try {
            now = calls.pwritev(directFd, data, offset, length, position());
        } catch (ErrnoException e) {
            // the end of a file that somebody else truncated may not be a block's
            if (e.errno() != ErrnoException.EINVAL || !standsExactly()) {
                throw e;
            }
            int refused = directFd;
            directFd = -1;
            onRefused.run();
            calls.close(refused);
            return 0;
        }
        return advanced(now, length);
    }

    private void writeBuffered(ByteBuffer data, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            int now = calls.pwritev(bufferedFd, data, offset + written, length - written, position());
            unsynced = true;
            written += advanced(now, length - written);
        }
    }

    private int advanced(int now, int length) throws IOException {
        if (now <= 0) {
            throw new IOException(
                    "pwritev(" + terms.path() + ", bytes=" + length + ", offset=" + position() + ") wrote " + now);
        }
        advance(now);
        return now;
    }

    private void appendFromHeap(ByteBuffer data, int offset, int length) throws IOException {
        ByteBuffer bounce = ByteBuffer.allocateDirect(Math.min(length, BOUNCE_BYTES));
        for (int done = 0; done < length; ) {
            int part = Math.min(bounce.capacity(), length - done);
            bounce.put(0, data, offset + done, part);
            preallocation.reach(position() + part);
            writeBuffered(bounce, 0, part);
            done += part;
        }
    }

    @Override
    void syncOrThrow() throws IOException {
        calls.fdatasync(bufferedFd);
        unsynced = false;
    }

    @Override
    void truncate() throws IOException {
        calls.ftruncate(bufferedFd, position());
    }

    @Override
    void close() throws IOException {
        int direct = directFd;
        int buffered = bufferedFd;
        directFd = -1;
        bufferedFd = -1;
        try {
            if (direct >= 0) {
                calls.close(direct);
            }
        } finally {
            if (buffered >= 0) {
                calls.close(buffered);
            }
        }
    }
}

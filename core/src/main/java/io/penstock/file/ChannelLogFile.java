package io.penstock.file;

import io.penstock.platform.RegularFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The portable file: appends through the page cache. It reserves nothing ahead: that serves direct writing only.
 *
 * <p>Written to by streams, not by a FileChannel: an interrupt from outside closes a channel in use for good, and with it the
 * lock on the file. The channel is there for the lock alone.
 */
final class ChannelLogFile extends LogFile {
    /** One copy more than a channel makes; small enough to stay in the processor's cache. */
    private static final int BOUNCE_BYTES = 32 * 1024;

    private final byte[] bounce = new byte[BOUNCE_BYTES];
    private final FileOutputStream end;
    private final RandomAccessFile length;

    ChannelLogFile(Terms terms, Instant opened) throws IOException {
        super(terms, opened);
        end = RegularFiles.createForAppending(terms.path());
        try {
            length = RegularFiles.resize(terms.path());
        } catch (Throwable e) {
            end.close();
            throw e;
        }
    }

    @Override
    void lock() {
        boolean unused = RegularFiles.lock(end.getChannel()); // nobody else knows the file yet
    }

    @Override
    public boolean writesDirectly(long bytes) {
        return false;
    }

    @Override
    void write(ByteBuffer data, int offset, int bytes) throws IOException {
        for (int done = 0; done < bytes; ) {
            int part = Math.min(BOUNCE_BYTES, bytes - done);
            data.get(offset + done, bounce, 0, part);
            end.write(bounce, 0, part); // all of it, or what it has written is cut before the next attempt
            advance(part);
            done += part;
        }
    }

    @Override
    void syncOrThrow() throws IOException {
        end.getFD().sync();
    }

    @Override
    void truncate() throws IOException {
        length.setLength(position());
    }

    @Override
    void close() throws IOException {
        try {
            length.close();
        } finally {
            end.close();
        }
    }
}

package io.penstock.file;

import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;

/**
 * The portable file: appends through a FileChannel and the page cache. It reserves nothing ahead: that serves
 * direct writing only. The thread that owns it is never interrupted: an interrupt would close the channel for good.
 */
final class ChannelLogFile extends LogFile {
    /** The JDK copies a heap buffer to one of its own of the same size and keeps that. */
    private static final int MOST_HEAP_BYTES = 64 * 1024;

    private final FileChannel channel;

    ChannelLogFile(Terms terms, Instant opened) throws IOException {
        super(terms, opened);
        channel = RegularFiles.createForAppending(terms.path());
    }

    @Override
    void lock() {
        boolean unused = RegularFiles.lock(channel); // nobody else knows the file yet
    }

    @Override
    public boolean writesDirectly(long bytes) {
        return false;
    }

    @Override
    void write(ByteBuffer data, int offset, int length) throws IOException {
        ByteBuffer view = data.duplicate();
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int most = data.isDirect() ? end : Math.min(end, at + MOST_HEAP_BYTES);
            int now = channel.write(view.limit(most).position(at));
            if (now <= 0) {
                throw new IOException("write(" + terms.path() + ", bytes=" + (end - at) + ", offset=" + position()
                        + ") wrote " + now);
            }
            advance(now);
            at += now;
        }
    }

    @Override
    void syncOrThrow() throws IOException {
        channel.force(false);
    }

    @Override
    void truncate() throws IOException {
        channel.truncate(position());
    }

    @Override
    void close() throws IOException {
        channel.close();
    }
}

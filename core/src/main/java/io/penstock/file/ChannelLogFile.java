package io.penstock.file;

import io.penstock.platform.Platform;
import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.time.Instant;

/**
 * The portable file: appends through a FileChannel and the page cache. It reserves nothing ahead: that serves direct writing
 * only.
 *
 * <p>An interrupt from outside closes a channel in use for good, and with it the lock on the file. The file then goes on
 * through another channel: what the interrupted write has left behind the position is cut, and written again.
 */
final class ChannelLogFile extends LogFile {
    /** The JDK copies a heap buffer to one of its own of the same size and keeps that. */
    private static final int MOST_HEAP_BYTES = 64 * 1024;

    private static final int MOST_INTERRUPTS = 1_000;

    private FileChannel channel;
    private boolean closed;

    ChannelLogFile(Terms terms, Instant opened) throws IOException {
        super(terms, opened);
        channel = RegularFiles.createForAppending(terms.path());
    }

    /** What is done with the channel; done again with another one after an interrupt. */
    private interface Step {
        void run() throws IOException;
    }

    private void uninterrupted(Step step) throws IOException {
        boolean interrupted = false;
        try {
            for (int interrupts = 0; ; interrupts++) {
                interrupted |= Thread.interrupted();
                try {
                    if (!channel.isOpen()) {
                        reopen();
                        channel.truncate(position());
                    }
                    step.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    if (interrupts == MOST_INTERRUPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        FileChannel again = RegularFiles.append(path());
        if (isPlaced() && !presence().isThis(Platform.get().status(path()))) {
            again.close();
            throw new IOException(path() + " is another file by now");
        }
        channel = again;
        lock();
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
    void write(ByteBuffer data, int offset, int bytes) throws IOException {
        ByteBuffer view = data.duplicate();
        long from = position();
        uninterrupted(() -> {
            while (position() < from + bytes) {
                int at = offset + (int) (position() - from);
                int end = offset + bytes;
                int most = data.isDirect() ? end : Math.min(end, at + MOST_HEAP_BYTES);
                int now = channel.write(view.limit(most).position(at), position());
                if (now <= 0) {
                    throw new IOException(
                            "write(" + path() + ", bytes=" + (end - at) + ", offset=" + position() + ") wrote " + now);
                }
                advance(now);
            }
        });
    }

    @Override
    void syncOrThrow() throws IOException {
        uninterrupted(() -> channel.force(false));
    }

    @Override
    void truncate() throws IOException {
        uninterrupted(() -> channel.truncate(position()));
    }

    @Override
    void close() throws IOException {
        closed = true;
        channel.close();
    }
}

package io.penstock.upload;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * zstd level 1 in frames of 1 MiB of plain bytes that know nothing of each other, each with its checksum: a reader can begin at any of them. The only
 * class that touches zstd-jni.
 */
final class ZstdFrames extends OutputStream {
    static final int FRAME_BYTES = 1 << 20;

    private static final int LEVEL = 1;
    /** In one call: the collector may have to wait for it, as it works on the heap's own arrays. */
    private static final int MOST_BYTES = 64 * 1024;

    private final ZstdOutputStreamNoFinalizer frames;
    private int leftInFrame = FRAME_BYTES;

    ZstdFrames(OutputStream next) throws IOException {
        frames = new ZstdOutputStreamNoFinalizer(next, LEVEL);
        frames.setChecksum(true);
        frames.setCloseFrameOnFlush(true);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int count = Math.min(Math.min(end - at, leftInFrame), MOST_BYTES);
            frames.write(bytes, at, count);
            at += count;
            leftInFrame -= count;
            if (leftInFrame == 0) {
                frames.flush();
                leftInFrame = FRAME_BYTES;
            }
        }
    }

    /** Ends the last frame, an empty one where nothing was written, and closes what is behind it; the native memory is free also when that fails. */
    @Override
    public void close() throws IOException {
        frames.close();
    }
}

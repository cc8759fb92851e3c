package io.penstock.file;

import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The lines of a file nobody counted while it was written, read through a small buffer.
 *
 * @param lines line feeds
 * @param torn the last byte is none: a record may have been cut off
 */
record LineCount(long lines, boolean torn) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** @param from where the records begin */
    static LineCount of(Path file, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        byte[] bytes = buffer.array();
        long lines = 0;
        byte last = '\n';
        try (FileChannel channel = RegularFiles.read(file)) {
            long at = from;
            int read;
            while ((read = channel.read(buffer.clear(), at)) > 0) {
                for (int i = 0; i < read; i++) {
                    if (bytes[i] == '\n') {
                        lines++;
                    }
                }
                last = bytes[read - 1];
                at += read;
            }
        }
        return new LineCount(lines, last != '\n');
    }
}

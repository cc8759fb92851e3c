package io.penstock.benchmarks.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file of lines without making a string of each. */
public final class LineFile {
    private static final int BUFFER_BYTES = 1 << 20;

    private LineFile() {}

    /** Takes one line, {@code buffer[start..end)}, without its line feed; valid during the call only. */
    public interface LineConsumer {
        void accept(byte[] buffer, int start, int end);
    }

    /** @return bytes behind the last line feed: 0 in a file of whole lines */
    public static long forEachLine(Path file, LineConsumer consumer) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int held = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer, held, buffer.length - held)) {
                int end = held + read;
                int rest = eachLine(buffer, held, end, consumer);
                held = end - rest;
                System.arraycopy(buffer, rest, buffer, 0, held);
                if (held == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                }
            }
        }
        return held;
    }

    /** @return where the line begins that is not complete yet */
    private static int eachLine(byte[] buffer, int searched, int end, LineConsumer consumer) {
        int start = 0;
        for (int i = searched; i < end; i++) {
            if (buffer[i] == '\n') {
                consumer.accept(buffer, start, i);
                start = i + 1;
            }
        }
        return start;
    }
}

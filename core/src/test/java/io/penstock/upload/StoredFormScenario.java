package io.penstock.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.config.UploadConfig.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Runs in a JVM with little heap, or without one of the libraries. */
final class StoredFormScenario {
    /** Any valid recipient: its key is not needed here. */
    private static final List<String> RECIPIENTS =
            List.of("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");

    private static final long GIB = 1L << 30;
    private static final int FAILURES = 1_000;
    /** More than this has to be written before a context of zstd has touched its memory. */
    private static final int NOISE_BYTES = 600_000;
    /** The JVM itself takes about 100 MB; 750 contexts of zstd take over 500. */
    private static final long MOST_RESIDENT_KB = 300_000;

    private StoredFormScenario() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("memory")) {
            passAGigabyte();
            failAThousandTimes();
            assertThat(mostResidentKb()).isBetween(1L, MOST_RESIDENT_KB);
        } else {
            missing(arguments[1]);
        }
    }

    private static void passAGigabyte() throws IOException {
        byte[] lines = FormSamples.lines(1 << 20);
        long[] stored = new long[1];
        OutputStream sink = sink(stored, Long.MAX_VALUE);
        try (FormStream out = StoredForm.of(Compression.ZSTD, RECIPIENTS).encode(sink)) {
            for (long written = 0; written < GIB; written += lines.length) {
                out.write(lines);
            }
        }
        assertThat(stored[0]).isPositive();
    }

    private static void failAThousandTimes() throws IOException {
        byte[] noise = new byte[NOISE_BYTES];
        new Random(1).nextBytes(noise);
        for (int i = 0; i < FAILURES; i++) {
            boolean breaks = i % 2 == 0;
            FormStream out = StoredForm.of(i % 4 == 0 ? Compression.GZIP : Compression.ZSTD, List.of())
                    .encode(sink(new long[1], breaks ? NOISE_BYTES / 2 : Long.MAX_VALUE));
            if (breaks) {
                assertThat(catchThrowableOfType(IOException.class, () -> write(out, noise)))
                        .isNotNull();
            } else {
                out.write(noise);
                out.abandon();
            }
        }
    }

    private static void write(FormStream out, byte[] bytes) throws IOException {
        try (out) {
            out.write(bytes);
        }
    }

    private static OutputStream sink(long[] stored, long most) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stored[0] += length;
                if (stored[0] > most) {
                    throw new IOException("broken");
                }
            }
        };
    }

    private static long mostResidentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void missing(String coordinates) throws IOException {
        boolean zstd = coordinates.contains("zstd");
        StoredForm lacking = StoredForm.of(zstd ? Compression.ZSTD : Compression.GZIP, zstd ? List.of() : RECIPIENTS);
        StoredForm other = StoredForm.of(zstd ? Compression.GZIP : Compression.ZSTD, zstd ? RECIPIENTS : List.of());
        ByteArrayOutputStream stored = new ByteArrayOutputStream();

        for (int i = 0; i < 2; i++) { // the second time a class is missing its error is another
            StoreException failure = catchThrowableOfType(StoreException.class, () -> lacking.encode(stored));
            assertThat(failure).isNotNull().hasMessageContaining(coordinates);
            assertThat(failure.kind()).isEqualTo(StoreException.Kind.PERMANENT);
            assertThat(stored.size()).isZero();
        }
        assertThat(lacking.suffix()).isEqualTo(zstd ? ".zst" : ".gz.age");
        assertThat(FormSamples.encode(other, new byte[100])).isNotEmpty();
    }
}

package io.penstock.benchmarks.transfer;

import io.penstock.Penstock;
import io.penstock.benchmarks.check.LogFiles;
import io.penstock.benchmarks.run.PrintedStatus;
import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * One large sealed file of log lines, as a process that has ended left it in its spool.
 *
 * @param crc32c of its bytes
 */
public record SealedLog(Path file, long bytes, long crc32c) {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(2);
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int DIFFERENT_BLOCKS = 256;

    /** Writes one of about this length; when it returns, the file is in the page cache. */
    public static SealedLog write(Path spool, long bytes) throws IOException {
        RawElement appender = new RawElement(
                ElementKind.APPENDER,
                "EventFile",
                Map.of("directory", spool.toString(), "jmx", "false"),
                List.of(new RawElement(ElementKind.ROTATION, "EventRotation", Map.of("size", "unlimited"), List.of())));
        Penstock penstock = Penstock.open(parse(appender), FileFraming.NONE, new PrintedStatus());
        byte[][] blocks = blocks((int) Math.min(DIFFERENT_BLOCKS, bytes / BLOCK_BYTES + 1));
        long written = 0;
        for (int i = 0; written < bytes; i = (i + 1) % blocks.length) {
            penstock.append("payment", blocks[i]);
            written += blocks[i].length;
        }
        if (!penstock.close(CLOSE_TIMEOUT)) {
            throw new IOException("not drained within " + CLOSE_TIMEOUT);
        }
        Path file = LogFiles.inOrder(spool.resolve("sealed")).get(0);
        return new SealedLog(file, Files.size(file), crc32c(file));
    }

    static PenstockConfig parse(RawElement appender) {
        ParsedConfig parsed = PenstockConfig.parse(appender);
        return parsed.config()
                .orElseThrow(
                        () -> new IllegalArgumentException(parsed.problems().toString()));
    }

    /** Whole lines of a shop, each block different from the others, so that they compress as a log does. */
    private static byte[][] blocks(int count) {
        RandomGenerator random = new SplittableRandom(1);
        byte[][] blocks = new byte[count][];
        long number = 0;
        for (int i = 0; i < count; i++) {
            StringBuilder lines = new StringBuilder(BLOCK_BYTES);
            while (lines.length() < BLOCK_BYTES - 128) {
                number++;
                lines.append(
                        "2026-11-20T14:05:%02d,%03d+0000 INFO  [worker-%d] c.e.s.Checkout - payment #%d customer %d amount %d took %d ms%n"
                                .formatted(
                                        number / 1_000_000 % 60,
                                        number / 1_000 % 1_000,
                                        number % 2,
                                        number,
                                        random.nextInt(1_000_000),
                                        random.nextInt(9973),
                                        number % 4));
            }
            blocks[i] = lines.toString().getBytes(StandardCharsets.US_ASCII);
        }
        return blocks;
    }

    private static long crc32c(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return crc32c(in);
        }
    }

    /** Of everything that is left in a stream. */
    public static long crc32c(InputStream in) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BLOCK_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sum.update(buffer, 0, read);
        }
        return sum.getValue();
    }
}

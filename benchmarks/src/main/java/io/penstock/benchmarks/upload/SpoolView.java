package io.penstock.benchmarks.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A spool as anybody sees it who lists its directories. */
public final class SpoolView {
    private static final long POLL_NANOS = 500_000;

    private final Path directory;

    public SpoolView(Path directory) {
        this.directory = directory;
    }

    /** Files that are still being written. */
    public long liveFiles() {
        return logFiles(directory);
    }

    /** Files that are complete and wait. */
    public long sealedFiles() {
        return logFiles(directory.resolve("sealed"));
    }

    /** Waits until nothing is written and nothing waits any more; false when that takes longer. */
    public boolean awaitUploaded(Duration timeout) {
        long start = System.nanoTime();
        while (liveFiles() + sealedFiles() > 0) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Waits until no file is being written any more, or until {@code stopping} has ended. */
    void awaitSealed(Thread stopping) {
        while (stopping.isAlive() && liveFiles() > 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static long logFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().endsWith(".log"))
                    .count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

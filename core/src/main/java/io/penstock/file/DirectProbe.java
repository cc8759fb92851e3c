package io.penstock.file;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.ErrnoException;
import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out, by writing one real block, whether files of a directory can be written with O_DIRECT. */
final class DirectProbe {
    private final Platform platform;
    private final StatusListener status;

    DirectProbe(Platform platform, StatusListener status) {
        this.platform = platform;
        this.status = status;
    }

    /**
     * The calls to write directly with; empty where that is off or refused.
     *
     * @param file a name that is free
     * @throws IOException where it is refused and {@code wanted} is {@link DirectIo#ON}
     */
    Optional<FileCalls> probe(Path file, DirectIo wanted) throws IOException {
        if (wanted == DirectIo.OFF) {
            return Optional.empty();
        }
        Optional<FileCalls> calls = platform.fileCalls();
        Optional<String> refusal =
                calls.isEmpty() ? Optional.of("the platform is " + platform.description()) : refusal(calls.get(), file);
        if (refusal.isEmpty()) {
            return calls;
        }
        if (wanted == DirectIo.ON) {
            throw new IOException(
                    "directIo=\"on\": " + file.getParent() + " cannot be written with O_DIRECT: " + refusal.get());
        }
        status.info("Files are written through the page cache, as O_DIRECT cannot be had: " + refusal.get());
        return Optional.empty();
    }

    private Optional<String> refusal(FileCalls calls, Path file) throws IOException {
        int fd = calls.create(file);
        try {
            int direct = calls.openDirect(file);
            try {
                // not platform.map: that is never given back
                ByteBuffer block =
                        ByteBuffer.allocateDirect(2 * LiveFile.BLOCK_BYTES).alignedSlice(LiveFile.BLOCK_BYTES);
                calls.pwritev(direct, block, 0, LiveFile.BLOCK_BYTES, 0);
            } finally {
                calls.close(direct);
            }
            return Optional.empty();
        } catch (ErrnoException e) {
            // a full or failing disk refuses nothing; should direct writes be refused later, the file goes on buffered
            boolean refused = e.errno() == ErrnoException.EINVAL || e.errno() == ErrnoException.EOPNOTSUPP;
            return refused ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
        } finally {
            calls.close(fd);
            Files.deleteIfExists(file);
        }
    }
}

package io.penstock.file;

import io.penstock.platform.ProcessLock;
import io.penstock.platform.ProcessLock.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The right to upload the files of a start: {@code upload-<start>.lock}, deleted when it is given back. Both happen in the
 * {@linkplain SlotLock turn}, so nobody can have opened the file that is being deleted, and then hold the lock of a file
 * without a name beside the holder of the next one.
 */
final class UploadClaim implements Closeable {
    private final SpoolPaths paths;
    private final String claimed;
    private final String owner;
    private final ProcessLock lock;
    private final AtomicBoolean given = new AtomicBoolean();

    private UploadClaim(SpoolPaths paths, String claimed, String owner, ProcessLock lock) {
        this.paths = paths;
        this.claimed = claimed;
        this.owner = owner;
        this.lock = lock;
    }

    /** Empty while another has it, or when the turn was not had in time. */
    static Optional<UploadClaim> take(SpoolPaths paths, SpoolFolder folder, String claimed, Signature signature)
            throws IOException {
        Optional<ProcessLock> turn = SlotLock.turn(paths, signature.start);
        try {
            Path path = paths.uploadLock(claimed);
            if (turn.isEmpty()
                    || !(ProcessLock.tryTake(path, signature.start, folder::own) instanceof Answer.Taken taken)) {
                return Optional.empty();
            }
            try {
                taken.lock().sign(signature.start, signature.host);
            } catch (Throwable e) {
                taken.lock().close();
                throw e;
            }
            return Optional.of(new UploadClaim(paths, claimed, signature.start, taken.lock()));
        } finally {
            SlotLock.giveBack(turn);
        }
    }

    /** Who claims. */
    record Signature(String start, String host) {}

    /**
     * Removes what processes left that were killed: claims that nobody holds, and sidecars and notes half written.
     *
     * @param living starts that are left alone
     */
    static void removeStale(SpoolPaths paths, String start, Set<String> living) throws IOException {
        Optional<ProcessLock> turn = SlotLock.turn(paths, start);
        try (Stream<Path> own = Files.list(paths.own())) {
            List<Path> all = turn.isPresent() ? own.toList() : List.of();
            for (Path path : all) {
                Optional<String> claimed =
                        SpoolPaths.lockedUploads(path.getFileName().toString());
                if (claimed.isPresent() && !living.contains(claimed.get()) && isFile(path)) {
                    removeUnlessHeld(path, start);
                }
            }
            for (Path path : all) {
                Optional<String> writer = SpoolPaths.writer(path.getFileName().toString());
                if (writer.isPresent()
                        && !living.contains(writer.get())
                        && isFile(path)
                        && !Files.exists(paths.uploadLock(writer.get()), LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
            }
        } finally {
            SlotLock.giveBack(turn);
        }
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void removeUnlessHeld(Path path, String start) throws IOException {
        if (ProcessLock.tryTake(path, start) instanceof Answer.Taken taken) {
            try {
                Files.deleteIfExists(path);
            } finally {
                taken.lock().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (given.compareAndSet(false, true)) {
            Uninterrupted.run(this::giveBack);
        }
    }

    private void giveBack() throws IOException {
        try {
            Optional<ProcessLock> turn = SlotLock.turn(paths, owner);
            try {
                // else the file stays, and a later start removes it; or it is another's, as ours was removed
                if (turn.isPresent() && lock.isIntact()) {
                    Files.deleteIfExists(paths.uploadLock(claimed));
                    lock.close();
                }
            } finally {
                SlotLock.giveBack(turn);
            }
        } finally {
            lock.close();
        }
    }
}

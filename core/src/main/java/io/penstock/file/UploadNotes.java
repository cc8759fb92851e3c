package io.penstock.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What the uploader notes of sealed files: {@code .penstock/<sealed name>.upload}. As long as there is one, its name is not
 * given to another file: {@link Publisher} looks for it. Any thread; durable on return.
 */
final class UploadNotes {
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final String start;
    private final AtomicLong written = new AtomicLong();

    UploadNotes(SpoolPaths paths, SpoolFolder folder, String start) {
        this.paths = paths;
        this.folder = folder;
        this.start = start;
    }

    void write(String sealedName, byte[] note) throws IOException {
        // each attempt has a temporary file of its own: several threads may be at it
        Path temporary = paths.uploadTemporary(start, written.incrementAndGet());
        try {
            folder.replace(path(sealedName), note, temporary);
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, temporary);
            throw e;
        }
    }

    private static void deleteAfter(Exception cause, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    Optional<byte[]> read(String sealedName) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path(sealedName)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void delete(String sealedName) throws IOException {
        if (Files.deleteIfExists(path(sealedName))) {
            SpoolFolder.syncDirectory(paths.own());
        }
    }

    List<String> names() throws IOException {
        try (Stream<Path> own = Files.list(paths.own())) {
            return own.flatMap(path -> SpoolPaths.notedName(path.getFileName().toString()).stream())
                    .sorted()
                    .toList();
        }
    }

    private Path path(String sealedName) {
        return paths.uploadNote(SealedName.require(sealedName));
    }
}

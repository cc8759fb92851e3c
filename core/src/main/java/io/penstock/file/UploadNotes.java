package io.penstock.file;

import io.penstock.platform.RegularFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the uploader notes of sealed files: {@code .penstock/<sealed name>.upload}. As long as there is one, its name is not
 * given to another file: {@link Publisher} looks for it. Any thread; durable on return.
 */
final class UploadNotes {
    /** Far more than a note ever has; one that is longer is cut, and so found to be damaged. */
    private static final int MOST_BYTES = 16 << 20;

    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final String start;

    UploadNotes(SpoolPaths paths, SpoolFolder folder, String start) {
        this.paths = paths;
        this.folder = folder;
        this.start = start;
    }

    void write(String sealedName, byte[] note) throws IOException {
        folder.replace(path(sealedName), note, paths.temporary(start));
    }

    Optional<byte[]> read(String sealedName) throws IOException {
        try {
            return Optional.of(RegularFiles.bytes(path(sealedName), MOST_BYTES));
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
                    .filter(name -> Files.isRegularFile(paths.uploadNote(name), LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private Path path(String sealedName) {
        return paths.uploadNote(SealedName.require(sealedName));
    }
}

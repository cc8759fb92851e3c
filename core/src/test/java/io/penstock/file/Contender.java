package io.penstock.file;

import java.io.Closeable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Claims one start over and over, and notices when it is not alone with it. */
record Contender(SealedFiles files, Path directory) {
    static final String START = "dead1";

    /** How often somebody else had the claim as well; after so many claims of its own. */
    long run(int claims) throws Exception {
        Path alone = directory.resolve("alone");
        long met = 0;
        long deadline = System.nanoTime() + 60_000_000_000L;
        for (int had = 0; had < claims && System.nanoTime() - deadline < 0; ) {
            Optional<Closeable> claim = files.claim(START);
            if (claim.isEmpty()) {
                Thread.onSpinWait();
                continue;
            }
            had++;
            try {
                Files.createFile(alone);
                Files.delete(alone);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                met++;
            }
            claim.get().close();
        }
        return met;
    }
}

package io.penstock.upload.directory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a written file the name of its object, at once and only if the name is free. Any thread. */
final class Publication {
    private final Mover mover;

    Publication(Mover mover) {
        this.mover = mover;
    }

    /** As {@link io.penstock.platform.NoReplaceMove#move}. */
    @FunctionalInterface
    interface Mover {
        boolean move(Path from, Path to) throws IOException;
    }

    /** False, and nothing done, when an object is there. */
    boolean publish(Path from, Path to) throws IOException {
        try {
            return mover.move(from, to);
        } catch (UnsupportedOperationException e) {
            return lookAndMove(from, to);
        } catch (FileSystemException e) {
            // the subclasses say what is wrong with one of the files; the plain one may mean that there are no hard
            // links
            if (e.getClass() != FileSystemException.class) {
                throw e;
            }
            return lookAndMove(from, to);
        }
    }

    /** For shares without hard links and without a rename that replaces nothing: between processes the uniqueness of keys alone holds. */
    private synchronized boolean lookAndMove(Path from, Path to) throws IOException {
        if (KeyFiles.isTaken(to)) {
            return false;
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}

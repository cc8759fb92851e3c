package io.penstock.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** What the operating system gives beyond the JDK. Any thread. */
public interface Platform {
    /** Memory handed out by {@link #map} is aligned to this. */
    int PAGE_BYTES = 4096;

    /**
     * The native one where JNA is on the class path and loads on a 64-bit Linux, else the portable one; decided once per
     * JVM, at the first call. {@code -Dio.penstock.platform=portable} forces the portable one.
     */
    static Platform get() {
        return PlatformChoice.CHOSEN;
    }

    /**
     * Zeroed, page-aligned, pre-faulted little-endian memory that is never unmapped while the process lives: the caller
     * pools it.
     *
     * @throws OutOfMemoryError where the system refuses it
     */
    ByteBuffer map(int bytes);

    /** The file calls; empty on the portable platform. */
    Optional<FileCalls> fileCalls();

    /**
     * What the name stands for now. Cheap enough to be asked once a second for each of a thousand files.
     *
     * @throws java.nio.file.NoSuchFileException where nothing has that name, or a directory on the way is missing
     */
    default FileStatus status(Path path) throws IOException {
        return FileStatus.of(path);
    }

    /**
     * Where the first hole of a regular file begins: bytes that nobody wrote, which read as NULs. {@link Long#MAX_VALUE}
     * where there is none, and where the system or the file system does not tell.
     */
    default long firstHole(Path path) throws IOException {
        return Long.MAX_VALUE; // the JDK does not tell
    }

    /** For good, lets the calling thread run behind the others where the processors are short; false where that cannot be had. */
    boolean yieldToOthers();

    /** For a notice at start: which platform this is, and, if it is the portable one, why. */
    String description();
}

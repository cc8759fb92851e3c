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
     * Zeroed, page-aligned, pre-faulted little-endian memory. It is unmapped some time after the last reference to the
     * buffer and its slices is gone, never before: a thread that still holds one can read and write.
     *
     * @throws OutOfMemoryError where the system refuses it; that may take a while once, and not again for some seconds
     */
    ByteBuffer map(int bytes);

    /**
     * Gives the memory to the system as far as that is possible at once; its addresses stay valid as long as a buffer or
     * slice refers to them. Nothing that is written to it afterwards is kept.
     *
     * @param memory from {@link #map}, or a slice of such at whole pages
     */
    void release(ByteBuffer memory);

    /** About as many bytes {@link #map} would still give; {@link Long#MAX_VALUE} where that cannot be told. */
    default long mappableBytes() {
        return Long.MAX_VALUE;
    }

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

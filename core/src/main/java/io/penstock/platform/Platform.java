package io.penstock.platform;

import java.nio.ByteBuffer;
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

    /** For good, lets the calling thread run behind the others where the processors are short; false where that cannot be had. */
    boolean yieldToOthers();

    /** For a notice at start: which platform this is, and, if it is the portable one, why. */
    String description();
}

package io.penstock.platform;

import java.nio.ByteBuffer;

/** What the operating system gives beyond the JDK, behind one interface (signatures only while the room is being built). */
public interface Platform {
    /** The native one where JNA is on the class path and loads, else the portable one; decided once per JVM. {@code -Dio.penstock.platform=portable} forces the portable one. */
    static Platform get() {
        throw new UnsupportedOperationException();
    }

    /** Zeroed, page-aligned, pre-faulted little-endian memory that is never unmapped while the process lives. */
    ByteBuffer map(int bytes);
}

package io.penstock.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The JDK alone. */
final class PortablePlatform implements Platform {
    private final String description;

    PortablePlatform(String description) {
        this.description = description;
    }

    @Override
    public ByteBuffer map(int bytes) {
        // one page more than asked for, so that an aligned slice of the full length fits
        ByteBuffer aligned =
                ByteBuffer.allocateDirect(Math.addExact(bytes, PAGE_BYTES)).alignedSlice(PAGE_BYTES);
        return aligned.slice(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Optional<FileCalls> fileCalls() {
        return Optional.empty();
    }

    @Override
    public boolean yieldToOthers() {
        return false; // on Linux, Java's own thread priorities do nothing
    }

    @Override
    public String description() {
        return description;
    }
}

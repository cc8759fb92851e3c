package io.penstock.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK alone. */
final class PortablePlatform implements Platform {
    /** The JDK takes half a second, and collects garbage, before it refuses direct memory: not again within this. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String description;
    private volatile boolean wasRefused;
    private volatile long refusedNanos;
    private volatile @Nullable String refusal;

    PortablePlatform(String description) {
        this.description = description;
    }

    @Override
    public ByteBuffer map(int bytes) {
        // one page more than asked for, so that an aligned slice of the full length fits
        int room = Math.addExact(bytes, PAGE_BYTES);
        long sinceRefusal = System.nanoTime() - refusedNanos;
        if (wasRefused && sinceRefusal < PAUSE_NANOS && room > DirectMemory.leftBytes()) {
            throw new OutOfMemoryError(refusal);
        }
        try {
            ByteBuffer aligned = ByteBuffer.allocateDirect(room).alignedSlice(PAGE_BYTES);
            return aligned.slice(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            refusal = e.getMessage();
            refusedNanos = System.nanoTime();
            wasRefused = true;
            throw e;
        }
    }

    @Override
    public long mappableBytes() {
        return DirectMemory.leftBytes();
    }

    /** The JDK frees it with the last reference to it, not earlier. */
    @Override
    public void release(ByteBuffer memory) {}

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

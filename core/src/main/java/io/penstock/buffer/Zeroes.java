package io.penstock.buffer;

import java.nio.ByteBuffer;

/** Zeroes memory by copying from a block of zeroes that stays in the cache. */
public final class Zeroes {
    /** On the heap: a class whose initialisation was refused direct memory would never work again. */
    private static final ByteBuffer BLOCK = ByteBuffer.allocate(32 * 1024);

    private Zeroes() {}

    /** {@code buffer[0, length) = 0}. */
    public static void fill(ByteBuffer buffer, int length) {
        for (int at = 0; at < length; at += BLOCK.capacity()) {
            buffer.put(at, BLOCK, 0, Math.min(BLOCK.capacity(), length - at));
        }
    }
}

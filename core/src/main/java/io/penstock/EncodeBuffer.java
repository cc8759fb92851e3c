package io.penstock;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where an adapter encodes one record before anything is claimed: an array that grows, and the position behind the last byte written. Adapters subclass it to
 * give it the shape that their framework writes to. Owned by one thread between {@link EncodeBuffers#take} and {@link EncodeBuffers#give}.
 */
public class EncodeBuffer {
    private static final int INITIAL_BYTES = 1024;
    private static final int LARGEST_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);

    /** An empty buffer of 1 KB. */
    public EncodeBuffer() {}

    /** Adds one byte. */
    public final void put(byte value) {
        reserve(1).put(value);
    }

    /** Adds {@code length} bytes of {@code source} from {@code offset} on. */
    public final void put(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        reserve(length).put(source, offset, length);
    }

    /** Adds what remains in {@code source}, which is consumed. */
    public final void put(ByteBuffer source) {
        reserve(source.remaining()).put(source);
    }

    /**
     * The buffer itself, with room for at least {@code bytes} more; what is put into it, at its position, is part of the record. The instance is good until the
     * next call that needs more room.
     *
     * @throws IllegalStateException the record would be larger than an array can be
     */
    public final ByteBuffer reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            grow(bytes);
        }
        return buffer;
    }

    /** The array with the record's bytes, from 0 to {@link #length}; not a copy. */
    public final byte[] bytes() {
        return buffer.array();
    }

    /** Bytes written since the last {@link #clear}. */
    public final int length() {
        return buffer.position();
    }

    /** Bytes that fit without a new array. */
    public final int capacity() {
        return buffer.capacity();
    }

    /** Forgets the record, keeps the array. */
    public final void clear() {
        buffer.clear();
    }

    private void grow(int bytes) {
        long needed = (long) buffer.position() + bytes;
        if (needed > LARGEST_ARRAY_BYTES) {
            throw new IllegalStateException("a record of " + needed + " bytes is larger than an array can be");
        }
        int capacity = (int) Math.min(LARGEST_ARRAY_BYTES, Math.max(needed, 2L * buffer.capacity()));
        buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
}

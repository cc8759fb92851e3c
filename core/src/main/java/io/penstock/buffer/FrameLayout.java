package io.penstock.buffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Where the bytes of a frame stand in a buffer. The only place that knows the offsets; it holds no state.
 *
 * <pre>
 *   0        4        8        16          24
 *   +--------+--------+--------+-----------+---------------------+
 *   | state  | extent | ticket | timestamp | payload … pad to 8  |
 *   +--------+--------+--------+-----------+---------------------+
 *   state      0 unclaimed | −size claimed | +size published; size in bytes, a multiple of 8
 *   extent     kind in the top 2 bits, payload length in bytes below
 *   ticket     place of the record among its event's records
 *   timestamp  nanoseconds since the epoch
 * </pre>
 */
final class FrameLayout {
    static final int HEADER_BYTES = 24;
    static final int ALIGNMENT = 8;

    /** The payload is the record. */
    static final int DATA = 0;
    /** The writer failed between claim and publish: nothing to write. */
    static final int VOID = 1;
    /** No payload: the record is held by its caller, and found by the ticket. */
    static final int OVERSIZE = 2;

    private static final int STATE = 0;
    private static final int EXTENT = 4;
    private static final int TICKET = 8;
    private static final int TIMESTAMP = 16;
    private static final int KIND_SHIFT = 30;
    private static final int LENGTH_MASK = (1 << KIND_SHIFT) - 1;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, LITTLE_ENDIAN);

    private FrameLayout() {}

    /** Bytes a frame with this payload takes in the buffer, header and padding included; a long, since the sum can pass 2 GB. */
    static long sizeOf(long payloadLength) {
        return (HEADER_BYTES + payloadLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Marks the frame as claimed: whoever reads it knows its size and waits for {@link #publishRelease}. */
    static void claimRelease(ByteBuffer buffer, int frame, int size) {
        INT.setRelease(buffer, frame + STATE, -size);
    }

    /** Publishes the frame: the last store of an append. Pairs with {@link #stateAcquire}; payload and header must be complete. */
    static void publishRelease(ByteBuffer buffer, int frame, int size) {
        INT.setRelease(buffer, frame + STATE, size);
    }

    /** The frame's state; positive means that header and payload may be read. Pairs with {@link #publishRelease}. */
    static int stateAcquire(ByteBuffer buffer, int frame) {
        return (int) INT.getAcquire(buffer, frame + STATE);
    }

    /** Plain store, made visible by {@link #publishRelease}. */
    static void extent(ByteBuffer buffer, int frame, int kind, int payloadLength) {
        INT.set(buffer, frame + EXTENT, kind << KIND_SHIFT | payloadLength);
    }

    /** Plain store, made visible by {@link #publishRelease}. */
    static void ticket(ByteBuffer buffer, int frame, long ticket) {
        LONG.set(buffer, frame + TICKET, ticket);
    }

    /** Plain store, made visible by {@link #publishRelease}. */
    static void timestamp(ByteBuffer buffer, int frame, long timestampNanos) {
        LONG.set(buffer, frame + TIMESTAMP, timestampNanos);
    }

    /** Plain load, after {@link #stateAcquire} was positive. */
    static int kind(ByteBuffer buffer, int frame) {
        return (int) INT.get(buffer, frame + EXTENT) >>> KIND_SHIFT;
    }

    /** Plain load, after {@link #stateAcquire} was positive. */
    static int payloadLength(ByteBuffer buffer, int frame) {
        return (int) INT.get(buffer, frame + EXTENT) & LENGTH_MASK;
    }

    /** Plain load, after {@link #stateAcquire} was positive. */
    static long ticket(ByteBuffer buffer, int frame) {
        return (long) LONG.get(buffer, frame + TICKET);
    }

    /** Plain load, after {@link #stateAcquire} was positive. */
    static long timestamp(ByteBuffer buffer, int frame) {
        return (long) LONG.get(buffer, frame + TIMESTAMP);
    }
}

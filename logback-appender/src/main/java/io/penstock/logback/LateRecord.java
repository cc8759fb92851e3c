package io.penstock.logback;

import io.penstock.Append;
import io.penstock.Penstock;

/** An encoded record, apart from the pipeline that it will go to. Immutable. */
final class LateRecord {
    /** What a record takes beside its bytes, here or as a frame. */
    private static final long OVERHEAD_BYTES = 64;

    private final String event;
    private final long timestampNanos;
    private final boolean discardable;
    private final byte[] bytes;

    LateRecord(String event, long timestampNanos, boolean discardable, byte[] bytes) {
        this.event = event;
        this.timestampNanos = timestampNanos;
        this.discardable = discardable;
        this.bytes = bytes;
    }

    /** The routing value. */
    String event() {
        return event;
    }

    Append appendTo(Penstock penstock) {
        return penstock.append(event, timestampNanos, discardable, bytes, 0, bytes.length);
    }

    long heldBytes() {
        return OVERHEAD_BYTES + bytes.length;
    }

    /** Where a record can be appended. */
    @FunctionalInterface
    interface Target {
        Append append(LateRecord late);
    }
}

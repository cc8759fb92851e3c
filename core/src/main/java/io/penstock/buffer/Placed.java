package io.penstock.buffer;

/** What became of an attempt to place a frame. */
public enum Placed {
    /** Published. */
    IN_BUFFER,
    /** Published, and the buffer is half full now: the flush thread wants to know. */
    HALF_FULL,
    /** No buffer has room. */
    FULL,
    /** The event is closed; it may be open again as a new one. */
    CLOSED
}

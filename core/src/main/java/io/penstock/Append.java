package io.penstock;

/** What became of a record that was handed to {@link Penstock#append}. Every outcome but {@link #ACCEPTED} has a counter of its name. */
public enum Append {
    /** In the event's buffers, or, if oversize, in the file. */
    ACCEPTED,
    /** The pipeline is closed. */
    REFUSED_CLOSED,
    /** The arguments make no record. */
    REFUSED_INVALID,
    /** Buffers full, {@code onFull="drop"}, or an earlier wait ran out and no buffer has been freed since. */
    DROPPED_FULL,
    /** Buffers full for the whole of {@code blockTimeout}. */
    DROPPED_TIMEOUT,
    /** Buffers full and the record at or below {@code discardThreshold}. */
    DROPPED_DISCARDED,
    /** Oversize and not written within {@code blockTimeout}. */
    DROPPED_OVERSIZE
}

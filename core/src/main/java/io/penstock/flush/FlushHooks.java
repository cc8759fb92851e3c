package io.penstock.flush;

/** What an event's owner wants to know of its flushing. Called by the flush thread: must return at once. */
public interface FlushHooks {
    /** A buffer has been freed: appends that wait may try again. */
    void freed();

    /** Everything placed some time ago is in the file: once per interval or more often. */
    void passed();

    /** The next file has become the live one. */
    void rotated();

    /** The event has had no record for its idle time-out. */
    void idle();

    /** Appends get in each other's way: one more shard would help. */
    void grow();

    /**
     * The event's last record is in a file that has been given to sealing, or has been given up. May be called again after
     * it has thrown.
     *
     * @param accepted records accepted in all, the lost ones included
     * @param lost records of them that are in no file, counted as {@code lostWrite} already
     */
    void closed(long accepted, long lost);

    /**
     * After {@link #closed} a write that hung has returned, and the event has been ended as far as it could be.
     *
     * @param lost records that are in no file, of those that {@link #closed} reported
     */
    void resumed(long lost);
}

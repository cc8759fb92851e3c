package io.penstock.upload;

/** How an attempt ended. */
enum Outcome {
    /** In the store, registered, and gone from the queue. */
    UPLOADED,
    /** There is no file any more. */
    GONE,
    /** The store, or the disk, may work again in a moment. */
    TRANSIENT,
    /** As {@link #TRANSIENT}, for a reason that says nothing about the store. */
    LATER,
    /** The store refuses, until somebody changes something. */
    REFUSED,
    /** As {@link #REFUSED}, for a reason of this file alone. */
    DISPUTED
}

package io.penstock.flush;

/** Why a merge ended. */
enum Stop {
    /** Everything up to the cut is in the batch. */
    EXHAUSTED,
    /** The next frame is claimed and not published yet. */
    UNPUBLISHED,
    /** The staging area has no room for the next record. */
    STAGING_FULL,
    /** The file has no room for the next record. */
    FILE_FULL,
    /** The slot is over and the next record's time is past it. */
    SLOT_OVER,
    /** The batch is one record that is written from where it stands. */
    LARGE_RECORD
}

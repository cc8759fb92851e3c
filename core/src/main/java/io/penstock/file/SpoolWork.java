package io.penstock.file;

import java.io.IOException;

/** What the files of one event want done. */
interface SpoolWork {
    /** {@code penstock-files}. */
    UnsealedFile prepare(Preparer.Order order) throws IOException;

    /** {@code penstock-files}: the prepared file is wanted now, and gets its header. */
    void begin(UnsealedFile file) throws IOException;

    /** {@code penstock-files}: an attempt failed. */
    void notPrepared(String event, Throwable cause);

    /** {@code penstock-files}: it succeeded. */
    void prepared(String event);

    /** {@code penstock-files}: it is no longer wanted. */
    void notWanted(String event);

    /** Flush thread: nobody writes to the file any more. Allocates nothing (R1). */
    void giveAway(UnsealedFile file);

    /** {@code penstock-files}: the file was prepared and is not needed. Can be repeated. */
    void discard(UnsealedFile file);
}

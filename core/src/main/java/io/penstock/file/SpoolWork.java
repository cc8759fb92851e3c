package io.penstock.file;

import java.io.IOException;

/** What the files of one event want done. */
interface SpoolWork {
    /** Files thread. */
    UnsealedFile prepare(Preparer.Order order) throws IOException;

    /** Files thread: the prepared file is wanted now, and gets its header. */
    void begin(UnsealedFile file) throws IOException;

    /** Files thread: an attempt failed. */
    void notPrepared(String event, Exception cause);

    /** Files thread: it succeeded. */
    void prepared(String event);

    /** Files thread: it is no longer wanted. */
    void notWanted(String event);

    /** Flush thread: nobody writes to the file any more. */
    void giveAway(String event, UnsealedFile file);

    /** Files thread: the file was prepared and is not needed. */
    void discard(String event, UnsealedFile file);
}

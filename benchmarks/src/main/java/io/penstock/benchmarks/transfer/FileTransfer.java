package io.penstock.benchmarks.transfer;

import java.nio.file.Path;

/** Brings the one sealed file of a spool to a destination. */
@FunctionalInterface
interface FileTransfer {
    /**
     * Returns when the store has the object and the sender is sure of it.
     *
     * @param file in the spool's {@code sealed/}
     * @return what has to be closed, which is not timed
     */
    AutoCloseable send(Path spool, Path file, Destination destination);
}

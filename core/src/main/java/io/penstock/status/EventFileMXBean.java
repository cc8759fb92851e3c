package io.penstock.status;

import java.util.Map;

/**
 * What a pipeline has counted, all events together, closed ones included. Registered as {@code io.penstock:type=EventFile,context=…,name="…"}; the attributes are the names of the
 * configuration contract, with a capital as the management conventions have it.
 */
public interface EventFileMXBean {
    /** Records accepted. */
    long getAccepted();

    /** Payload bytes written to files. */
    long getBytes();

    /** Records refused since the pipeline was closed. */
    long getRefusedClosed();

    /** Records refused since their arguments made no record. */
    long getRefusedInvalid();

    /** Records dropped at once, with full buffers. */
    long getDroppedFull();

    /** Records dropped after waiting for blockTimeout. */
    long getDroppedTimeout();

    /** Records at or below discardThreshold dropped with full buffers. */
    long getDroppedDiscarded();

    /** Oversize records withdrawn at blockTimeout. */
    long getDroppedOversize();

    /** Files of dead processes that end in a cut record. */
    long getLostTorn();

    /** Records in sealed files deleted by a size bound. */
    long getLostRetention();

    /** Records given up at closing since they could not be written. */
    long getLostWrite();

    /** Records in live files that somebody else removed, moved away, truncated or replaced. */
    long getLostRemoved();

    /** Records sent to the overflow event. */
    long getOverflowed();

    /** Records of Penstock's own threads, not appended. */
    long getOwnRecords();

    /** Appends that waited for a buffer. */
    long getBlocked();

    /** Time they waited, nanoseconds. */
    long getBlockedNanos();

    /** The longest of these waits, nanoseconds. */
    long getBlockedNanosMax();

    /** Batches written. */
    long getFlushes();

    /** Writes that failed and were retried. */
    long getFlushErrors();

    /** From the beginning of a merge to its commit, nanoseconds. */
    long getFlushNanosAverage();

    /** The longest of these, nanoseconds. */
    long getFlushNanosMax();

    /** Writing one batch, nanoseconds. */
    long getWriteNanosAverage();

    /** The longest write, nanoseconds. */
    long getWriteNanosMax();

    /** A merged batch's wait for the write thread, nanoseconds. */
    long getWaitNanosAverage();

    /** The longest of these waits, nanoseconds. */
    long getWaitNanosMax();

    /** Turns to the next file. */
    long getRotations();

    /** Files sealed. */
    long getSealedFiles();

    /** Bytes written past the rotation size since the next file could not be opened. */
    long getOvershootBytes();

    /** Buffer memory in use. */
    long getMemoryBytes();

    /** Live events. */
    long getLiveEvents();

    /** Open shards of all events. */
    long getShards();

    /** Sealed files not yet registered in the manifest, those in flight included. */
    long getWaitingFiles();

    /** Their bytes on the local disk. */
    long getWaitingBytes();

    /** How long the oldest of them has waited. */
    long getOldestWaitingSeconds();

    /** Files being uploaded. */
    long getInFlight();

    /** Files stored, verified and registered. */
    long getUploaded();

    /** Their bytes as they were on the local disk. */
    long getUploadedBytes();

    /** From the first byte read to the registration, nanoseconds. */
    long getUploadNanosAverage();

    /** The longest of these, nanoseconds. */
    long getUploadNanosMax();

    /** Attempts at a file that failed for a passing reason and were repeated. */
    long getUploadRetries();

    /** Attempts at a file that failed until somebody changes something. */
    long getUploadFailures();

    /** The same counts for each live event. */
    Map<String, Map<String, Long>> getEvents();
}

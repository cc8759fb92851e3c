package io.penstock.upload;

/**
 * What waits at one moment.
 *
 * @param waitingFiles sealed and not yet registered, those in flight included
 * @param waitingBytes their local size
 * @param oldestWaitingSeconds since the oldest of them was sealed, 0 when nothing waits
 * @param inFlight files being uploaded
 */
public record UploadGauges(long waitingFiles, long waitingBytes, long oldestWaitingSeconds, long inFlight) {
    /** Nothing waits. */
    public static final UploadGauges NOTHING = new UploadGauges(0, 0, 0, 0);
}

package io.penstock.upload;

import io.penstock.config.UploadConfig;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.function.Function;

/** Brings sealed files into the store, as many at once as the configuration says. Any thread. */
public final class Uploader {
    private Uploader() {}

    /**
     * Waits for nothing and starts no thread before there is a file.
     *
     * @param counters of a live event by its sanitised name, or the total's where it lives no more
     */
    public static Uploader open(
            UploadConfig config,
            StoreOpener stores,
            SealedQueue queue,
            Function<String, EventCounters> counters,
            StatusListener status) {
        throw new UnsupportedOperationException();
    }

    /** A file of this start was sealed. */
    public void sealed(SealedFile file) {
        throw new UnsupportedOperationException();
    }

    /** A file has gone, by retention. */
    public void removed(String sealedName) {
        throw new UnsupportedOperationException();
    }

    /** There may be leftovers: files of the dead were sealed. */
    public void lookForLeftovers() {
        throw new UnsupportedOperationException();
    }

    /** Takes other settings, from each event's next file on. */
    public void reconfigure(UploadConfig config, StoreOpener stores) {
        throw new UnsupportedOperationException();
    }

    /** What waits, of one event. */
    public UploadGauges gauges(String event) {
        throw new UnsupportedOperationException();
    }

    /** What waits, of all. */
    public UploadGauges gauges() {
        throw new UnsupportedOperationException();
    }

    /** Waits until every file that can be uploaded is; not for those that wait for somebody to change something. */
    public boolean finish(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins nothing new, gives what is under way {@code timeout}, then breaks it off. What is not done stays in the spool.
     *
     * @return whether nothing was left waiting
     */
    public boolean stop(Duration timeout) {
        throw new UnsupportedOperationException();
    }
}

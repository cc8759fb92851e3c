package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RetentionConfig;
import io.penstock.config.RotationConfig;
import io.penstock.config.SpoolConfig;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.time.Duration;

/** A spool directory and the slot this pipeline holds in it (signatures only while the room is being built). */
public final class Spool {
    private Spool() {}

    /**
     * Creates the directories, takes a free slot, starts the files thread, which first recovers slots without an owner. Waits for no thread.
     *
     * @param total counts what belongs to no live event (recovered files, retention)
     */
    public static Spool open(SpoolConfig config, RetentionConfig retention, StatusListener status, EventCounters total)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * @param ready run on the files thread when a prepared file is there or preparing failed
     */
    public EventFiles eventFiles(
            String sanitisedEvent,
            RotationConfig rotation,
            FileFraming framing,
            EventCounters counters,
            Runnable ready) {
        throw new UnsupportedOperationException();
    }

    /** Takes new retention bounds at once. */
    public void retention(RetentionConfig retention) {
        throw new UnsupportedOperationException();
    }

    /** The number k of the slot held: live files are {@code <event>.log} for 0 and {@code <event>.k.log} for others. */
    public int slot() {
        throw new UnsupportedOperationException();
    }

    /** Whether files here are written with O_DIRECT. */
    public boolean directIo() {
        throw new UnsupportedOperationException();
    }

    /** Finishes what is queued for at most {@code timeout}, gives the slot back. True when nothing was left unfinished. */
    public boolean close(Duration timeout) {
        throw new UnsupportedOperationException();
    }
}

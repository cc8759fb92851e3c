package io.penstock;

import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Severity;
import io.penstock.status.PipelineStats;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.Set;

/** The entry (signatures only while the rooms are being built). */
public final class Penstock {
    private Penstock() {}

    public static Penstock open(PenstockConfig config, FileFraming framing, StatusListener status) {
        throw new UnsupportedOperationException();
    }

    /** The hot path; {@code event} is the raw routing value, never empty. */
    public Append append(String event, long timestampNanos, boolean discardable, byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    public Append append(String event, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public Append append(String event, String text) {
        throw new UnsupportedOperationException();
    }

    /** The event of records without the key, sanitised. */
    public String defaultEvent() {
        throw new UnsupportedOperationException();
    }

    /** False when no event discards by severity: adapters then need not ask {@link #discardThreshold}. */
    public boolean discards() {
        throw new UnsupportedOperationException();
    }

    /** Severity at or below which this event's records are discardable, by the raw routing value. */
    public Severity discardThreshold(String event) {
        throw new UnsupportedOperationException();
    }

    /** Counts an event that one of Penstock's own threads logged and that was therefore not appended ({@code ownRecords}). */
    public void countOwnRecord() {
        throw new UnsupportedOperationException();
    }

    /** Counts a record that the adapter could not encode ({@code refusedInvalid}). */
    public void countRefusedInvalid(String event) {
        throw new UnsupportedOperationException();
    }

    /** Whether the thread of this name is one of Penstock's own. */
    public static boolean isOwnThread(String threadName) {
        return threadName.startsWith("penstock-");
    }

    public boolean initialize(String event) {
        throw new UnsupportedOperationException();
    }

    public boolean has(String event) {
        throw new UnsupportedOperationException();
    }

    public Set<String> events() {
        throw new UnsupportedOperationException();
    }

    public boolean close(String event, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /** Everything accepted before the call is in the files (and synced, unless sync is off) when this returns true. */
    public boolean flush(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    public PipelineStats stats() {
        throw new UnsupportedOperationException();
    }

    /** Refuses further appends, flushes, seals. True when everything accepted is in sealed files. */
    public boolean close(Duration timeout) {
        throw new UnsupportedOperationException();
    }
}

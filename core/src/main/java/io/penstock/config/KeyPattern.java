package io.penstock.config;

import java.time.Instant;

/**
 * From what is known of a sealed file to its object's key: {@code %event}, {@code %d{…}} (UTC, a pattern of {@link java.time.format.DateTimeFormatter}), {@code %host}, {@code %start},
 * {@code %i}. Immutable; any thread.
 */
public final class KeyPattern {
    /** What applies where nothing is configured. */
    public static final KeyPattern DEFAULT = new KeyPattern("%event_%d{yyyy-MM-dd_HH-mm-ss}_%host-%start-%i.log");

    private final String text;

    private KeyPattern(String text) {
        this.text = text;
    }

    /** @throws BadValue when the pattern is not well formed, or cannot give unique keys, or gives none that every store takes */
    static KeyPattern parse(String text) throws BadValue {
        throw new BadValue("not built yet: " + text);
    }

    /**
     * The key without prefix and without what compression and encryption add.
     *
     * @param earliest the file's earliest record
     * @param sequence of the event's files within the start
     */
    public String key(String event, Instant earliest, String host, String start, long sequence) {
        return event + '_' + earliest + '_' + host + '-' + start + '-' + sequence + ".log";
    }

    @Override
    public String toString() {
        return text;
    }
}

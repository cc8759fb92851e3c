package io.penstock.config;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * From what is known of a sealed file to its object's key: {@code %event}, {@code %d{…}} (UTC, a pattern of {@link java.time.format.DateTimeFormatter}), {@code %host}, {@code %start},
 * {@code %i}, and {@code %%} for a percent sign; all other text is kept. Two files never get the same key (I12). Immutable; any thread.
 */
public final class KeyPattern {
    /** The most bytes of a key, prefix included: below the 1,024 of the stores, with room for what compression, encryption and the manifest add. */
    static final int MOST_BYTES = 900;

    /** The longest that compression and encryption add. */
    static final String LONGEST_SUFFIX = ".zst.age";

    private static final KeyPiece.Facts SAMPLE = new KeyPiece.Facts("event", Instant.EPOCH, "host", "start", 1);

    /** What applies where nothing is configured. */
    public static final KeyPattern DEFAULT = known("%event_%d{yyyy-MM-dd_HH-mm-ss}_%host-%start-%i.log");

    private final String text;
    private final List<KeyPiece> pieces;

    private KeyPattern(String text, List<KeyPiece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** @throws BadValue when the pattern is not well formed, or cannot give unique keys, or gives keys that not every store takes */
    static KeyPattern parse(String text) throws BadValue {
        if (text.isEmpty()) {
            throw new BadValue("must not be empty");
        }
        KeyPattern pattern = new KeyPattern(text, KeyPieces.read(text));
        KeyPath.check(pattern.key(SAMPLE));
        KeyPieces.checkUnique(pattern.pieces);
        if (pattern.longestBytes() > MOST_BYTES) {
            throw new BadValue(
                    "gives keys of up to " + pattern.longestBytes() + " bytes; at most " + MOST_BYTES + " are allowed");
        }
        return pattern;
    }

    private static KeyPattern known(String text) {
        try {
            return parse(text);
        } catch (BadValue wrong) {
            throw new AssertionError(wrong);
        }
    }

    /**
     * The key without prefix and without what compression and encryption add.
     *
     * @param event sanitised
     * @param time of the file's earliest record that lies in its slot
     * @param sequence of the event's files within the start
     */
    public String key(String event, Instant time, String host, String start, long sequence) {
        return key(new KeyPiece.Facts(event, time, host, start, sequence));
    }

    private String key(KeyPiece.Facts file) {
        StringBuilder key = new StringBuilder();
        for (KeyPiece piece : pieces) {
            key.append(piece.of(file));
        }
        return key.toString();
    }

    /**
     * Matches what {@link #key} can give, as a whole, with or without the suffixes that compression and encryption add; the prefix is not part of it. What a user names like that by hand matches too.
     */
    public Pattern keys() {
        return Pattern.compile(
                pieces.stream().map(KeyPiece::regex).collect(Collectors.joining()) + "(\\.gz|\\.zst)?(\\.age)?");
    }

    /** A {@link #key} of this host as long as any: of the longest event, start and sequence. */
    String longest(String host) {
        return key(KeyPiece.Facts.longest(host));
    }

    /** The most bytes of {@link #key}, whatever the host. */
    int longestBytes() {
        return longest("h".repeat(HostName.LONGEST)).getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}

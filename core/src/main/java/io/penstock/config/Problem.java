package io.penstock.config;

/**
 * One thing that is wrong with the configuration: element, setting, value and the rule it breaks.
 *
 * @param message one line, without control characters
 */
public record Problem(String message) {
    private static final int LONGEST_VALUE = 120;

    /** {@code EventBuffer shards="3": must be a power of two}; a value that is a secret is masked. */
    public static Problem of(String element, String setting, String value, String rule) {
        return new Problem(
                line(element) + " " + line(setting) + "=\"" + line(Secrets.shown(setting, value)) + "\": " + rule);
    }

    /** {@code EventFile directory: is required}: about a setting that is not there. */
    public static Problem missing(String element, String setting, String rule) {
        return new Problem(line(element) + " " + line(setting) + ": " + rule);
    }

    /** {@code EventBuffer: stands twice in EventFile}: about an element as a whole. */
    public static Problem of(String element, String rule) {
        return new Problem(line(element) + ": " + rule);
    }

    /** What the user wrote, fit for one line of a log: control characters escaped, the rest of a very long text left out. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (line.length() >= LONGEST_VALUE) {
                return line.append('…').toString();
            }
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return message;
    }
}

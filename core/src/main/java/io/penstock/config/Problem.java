package io.penstock.config;

/** One thing that is wrong with the configuration: element, setting, value and the rule it breaks, in one line. */
public record Problem(String message) {
    /** {@code EventBuffer shards="3": must be a power of two}. */
    public static Problem of(String element, String setting, String value, String rule) {
        return new Problem(element + " " + setting + "=\"" + value + "\": " + rule);
    }

    @Override
    public String toString() {
        return message;
    }
}

package io.penstock.config;

/** A text breaks its setting's rule; the message is the rule, ready for a {@link Problem}. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    BadValue(String rule) {
        super(rule, null, false, false);
    }

    String rule() {
        return String.valueOf(getMessage());
    }
}

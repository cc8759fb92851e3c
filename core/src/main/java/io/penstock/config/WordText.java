package io.penstock.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Settings that are one word of a few, in any case. Only ASCII matches: no Turkish i, no Kelvin sign. */
final class WordText {
    /** {@code true|false}, and no other spelling. */
    static final ValueParser<Boolean> BOOLEAN = text -> {
        if (is(text, "true")) {
            return true;
        }
        if (is(text, "false")) {
            return false;
        }
        throw new BadValue("must be true or false");
    };

    /** The level at or below which records may be discarded. */
    static final ValueParser<Severity> SEVERITY = text -> {
        for (Severity severity : Severity.values()) {
            if (is(text, severity.name())) {
                return severity;
            }
        }
        String allowed = "must be one of none, TRACE, DEBUG, INFO, WARN, ERROR, FATAL";
        if (is(text, "OFF") || is(text, "ALL")) {
            throw new BadValue("OFF and ALL are refused because they mean the opposite elsewhere; " + allowed);
        }
        throw new BadValue(allowed);
    };

    private WordText() {}

    /** The constants of an enum, written as words: {@code when-required}, or with an underscore as SDKs write it. */
    static <E extends Enum<E>> ValueParser<E> oneOf(Class<E> words) {
        List<String> allowed = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            allowed.add(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        String rule = "must be " + String.join(" or ", allowed);
        return text -> {
            for (E word : words.getEnumConstants()) {
                if (is(text.replace('-', '_'), word.name())) {
                    return word;
                }
            }
            throw new BadValue(rule);
        };
    }

    /** Whether the text says that there shall be no bound. */
    static boolean liftsBound(String text) {
        return is(text, "unlimited") || text.equals("-1");
    }

    static boolean is(String text, String word) {
        return text.length() == word.length() && text.chars().allMatch(c -> c < 128) && text.equalsIgnoreCase(word);
    }
}

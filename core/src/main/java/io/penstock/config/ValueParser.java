package io.penstock.config;

import java.util.function.Function;
import java.util.function.Predicate;

/** From the trimmed text of one setting to its value. Stateless, so that constants can be shared. */
@FunctionalInterface
interface ValueParser<T> {
    T parse(String text) throws BadValue;

    /** The same value, under one more rule. */
    default ValueParser<T> where(Predicate<T> holds, String rule) {
        return text -> {
            T value = parse(text);
            if (!holds.test(value)) {
                throw new BadValue(rule);
            }
            return value;
        };
    }

    /** The same value, with one rule to say for everything that is wrong with the text. */
    default ValueParser<T> saying(String rule) {
        return text -> {
            try {
                return parse(text);
            } catch (BadValue bad) {
                throw new BadValue(rule);
            }
        };
    }

    /** Another form of the same value. */
    default <U> ValueParser<U> map(Function<T, U> form) {
        return text -> form.apply(parse(text));
    }

    /** Also takes {@code unlimited} and {@code -1}: for a bound that may be lifted. */
    default ValueParser<T> orUnlimited(T unlimited) {
        return text -> {
            if (WordText.liftsBound(text)) {
                return unlimited;
            }
            try {
                return parse(text);
            } catch (BadValue bad) {
                throw new BadValue(bad.rule() + "; or unlimited");
            }
        };
    }
}

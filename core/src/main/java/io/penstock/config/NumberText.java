package io.penstock.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts and shares: {@code 64}, {@code 25 %}. */
final class NumberText {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern SHARE = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*%");

    private NumberText() {}

    /** A whole number within both bounds. */
    static ValueParser<Integer> whole(int least, int most) {
        String rule = "must be a whole number from " + least + " to " + most;
        return text -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new BadValue(rule);
            }
            return within(text, least, most, rule);
        };
    }

    /** A whole number of per cent, with or without the sign. */
    static ValueParser<Integer> percent(int least, int most) {
        String rule = "must be a whole number of per cent from " + least + " to " + most;
        return text -> {
            String number =
                    text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
            if (!WHOLE.matcher(number).matches()) {
                throw new BadValue(rule);
            }
            return within(number, least, most, rule);
        };
    }

    /** A share in per cent, from 0 to less than 100; the sign is needed, so that nobody takes it for a size. */
    static final ValueParser<Double> SHARE_OF_WHOLE = text -> {
        String rule = "must be a share from 0 % to less than 100 %, such as 5 %";
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            throw new BadValue(rule);
        }
        double percent = Double.parseDouble(share.group(1));
        if (!(percent >= 0 && percent < 100)) {
            throw new BadValue(rule);
        }
        return percent;
    };

    private static int within(String number, int least, int most, String rule) throws BadValue {
        try {
            int value = Integer.parseInt(number);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException tooLarge) {
            throw new BadValue(rule);
        }
        throw new BadValue(rule);
    }
}

package io.penstock.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes: {@code 32 MB}, {@code 1.5GiB}, {@code 4k}, {@code 4096}. Units are powers of 1024. */
final class SizeText {
    /** A bounded size in bytes, at least 0. A fraction of a unit is taken down to a whole byte. */
    static final ValueParser<Long> BYTES = SizeText::bytes;

    private static final String RULE = "must be a size: a number and B, KB, MB, GB or TB, such as 32 MB";
    private static final Pattern FORM =
            Pattern.compile("(-?)([0-9]+(?:\\.[0-9]+)?)\\s*(?:([KMGT])I?B?|B)?", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_NUMBER = 40;

    private SizeText() {}

    private static long bytes(String text) throws BadValue {
        if (WordText.liftsBound(text)) {
            throw new BadValue("cannot be unlimited; " + RULE);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue(RULE);
        }
        if (!form.group(1).isEmpty()) {
            throw new BadValue("must not be negative; " + RULE);
        }
        String number = form.group(2);
        if (number.length() > LONGEST_NUMBER) {
            throw new BadValue("must be a number of at most " + LONGEST_NUMBER + " digits, and less than 8388608 TB");
        }
        String unit = form.group(3);
        if (unit == null && number.contains(".")) {
            throw new BadValue("must be whole bytes; a fraction needs KB, MB, GB or TB");
        }
        BigDecimal exact = new BigDecimal(number).multiply(BigDecimal.valueOf(factor(unit == null ? "" : unit)));
        // the greatest long is what "unlimited" is written down as
        if (exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
            throw new BadValue("must be less than 8388608 TB");
        }
        long bytes = exact.setScale(0, RoundingMode.DOWN).longValueExact();
        if (bytes == 0 && exact.signum() > 0) {
            throw new BadValue("must be at least one byte");
        }
        return bytes;
    }

    /** A size for people: {@code 64 MB}, {@code 78.1 GB}. */
    static String shown(long bytes) {
        int power = 0;
        while (power < 4 && bytes >> (10 * (power + 1)) > 0) {
            power++;
        }
        BigDecimal count =
                BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1L << (10 * power)), 1, RoundingMode.HALF_UP);
        String unit = power == 0 ? "B" : "KMGT".charAt(power - 1) + "B";
        return count.stripTrailingZeros().toPlainString() + " " + unit;
    }

    private static long factor(String unit) {
        int power = " KMGT".indexOf(unit.toUpperCase(Locale.ROOT));
        return unit.isEmpty() ? 1 : 1L << (10 * power);
    }
}

package io.penstock.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations: {@code 10 s}, {@code 1 hour}, {@code 500ms}, {@code PT1H30M}, and {@code 0}, the only number that needs no unit. */
final class DurationText {
    /** A bounded duration, at least 0, that fits into a {@code long} of nanoseconds. */
    static final ValueParser<Duration> DURATION = DurationText::duration;

    /** A bounded duration of at least 1 ms: for what a timer repeats. */
    static final ValueParser<Duration> PERIOD =
            DURATION.where(duration -> duration.toNanos() >= 1_000_000, "must be at least 1 ms");

    private static final String RULE =
            "must be a duration: a number and ms, s, m, h or d, such as 10 s, or ISO-8601, such as PT10S";
    private static final Pattern FORM = Pattern.compile("(-?)([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final int LONGEST_NUMBER = 40;
    private static final Duration LONGEST = Duration.ofDays(106_751);
    private static final Map<String, Duration> UNITS = Map.ofEntries(
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("millisecond", Duration.ofMillis(1)),
            Map.entry("milliseconds", Duration.ofMillis(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("second", Duration.ofSeconds(1)),
            Map.entry("seconds", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("minute", Duration.ofMinutes(1)),
            Map.entry("minutes", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("hour", Duration.ofHours(1)),
            Map.entry("hours", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("day", Duration.ofDays(1)),
            Map.entry("days", Duration.ofDays(1)));

    private DurationText() {}

    private static Duration duration(String text) throws BadValue {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (WordText.liftsBound(text)) {
            throw new BadValue("cannot be unlimited; " + RULE);
        }
        Matcher form = FORM.matcher(text);
        Duration duration = form.matches() ? counted(form) : iso(text);
        if (duration.isNegative()) {
            throw new BadValue("must not be negative; " + RULE);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new BadValue(tooLong());
        }
        return duration;
    }

    private static Duration counted(Matcher form) throws BadValue {
        if (form.group(3).isEmpty()) {
            throw new BadValue("needs a unit; " + RULE);
        }
        Duration unit = UNITS.get(form.group(3).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new BadValue(RULE);
        }
        if (form.group(2).length() > LONGEST_NUMBER) {
            throw new BadValue(tooLong());
        }
        BigDecimal exact = new BigDecimal(form.group(2)).multiply(BigDecimal.valueOf(unit.toNanos()));
        if (exact.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new BadValue(tooLong());
        }
        long nanos = exact.setScale(0, RoundingMode.DOWN).longValueExact();
        if (nanos == 0 && exact.signum() > 0) {
            throw new BadValue("must be at least one nanosecond, or 0");
        }
        return Duration.ofNanos(form.group(1).isEmpty() ? nanos : -nanos);
    }

    private static Duration iso(String text) throws BadValue {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notIso) {
            throw new BadValue(RULE);
        }
    }

    private static String tooLong() {
        return "must be at most " + LONGEST.toDays() + " d";
    }
}

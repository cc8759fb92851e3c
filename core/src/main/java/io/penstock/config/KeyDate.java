package io.penstock.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code %d{…}}: the time of the file's earliest record that lies in its slot, in UTC, the same in every locale. */
final class KeyDate implements KeyPiece {
    private static final Pattern RUN = Pattern.compile("'(?:[^']|'')*'|([A-Za-z])\\1*|[^A-Za-z']");
    private static final Set<String> FIXED =
            Set.of("yyyy", "uuuu", "yy", "uu", "MM", "LL", "dd", "DDD", "HH", "kk", "KK", "hh", "mm", "ss");
    private static final Pattern FRACTION = Pattern.compile("S+");

    /** The longest names of a month and of a day of the week. */
    static final Instant LONG_NAMES = Instant.parse("2026-09-30T23:59:59.999999999Z");

    private final String pattern;
    private final DateTimeFormatter formatter;
    private final String regex;
    private final boolean fixed;

    private KeyDate(String pattern, DateTimeFormatter formatter, String regex, boolean fixed) {
        this.pattern = pattern;
        this.formatter = formatter;
        this.regex = regex;
        this.fixed = fixed;
    }

    static KeyDate parse(String pattern) throws BadValue {
        try {
            DateTimeFormatter formatter =
                    DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
            if (formatter.format(LONG_NAMES).isEmpty()) {
                throw new BadValue("%d{" + Problem.line(pattern) + "} needs a date pattern, as in %d{yyyy-MM-dd}");
            }
            return analysed(pattern, formatter);
        } catch (IllegalArgumentException | DateTimeException notAPattern) {
            throw new BadValue("%d{" + Problem.line(pattern) + "} is not a date pattern: "
                    + Problem.line(String.valueOf(notAPattern.getMessage())));
        }
    }

    private static KeyDate analysed(String pattern, DateTimeFormatter formatter) throws BadValue {
        StringBuilder regex = new StringBuilder();
        boolean fixed = true;
        Matcher run = RUN.matcher(pattern);
        while (run.find()) {
            String letters = run.group();
            if (run.group(1) == null) {
                regex.append(literal(letters));
            } else if (letters.charAt(0) == 'p') {
                // padding fails for values that are too wide, so when the file is uploaded and not now
                throw new BadValue("%d{" + Problem.line(pattern) + "} pads with p, which keys cannot");
            } else if (FIXED.contains(letters) || FRACTION.matcher(letters).matches()) {
                regex.append("[0-9]{").append(letters.length()).append('}');
            } else {
                regex.append("[^/]+");
                fixed = false;
            }
        }
        return new KeyDate(pattern, formatter, regex.toString(), fixed);
    }

    private static String literal(String run) {
        if (run.equals("[") || run.equals("]")) {
            return "";
        }
        String quoted = run.startsWith("'") ? run.substring(1, run.length() - 1).replace("''", "'") : run;
        return Pattern.quote(quoted.isEmpty() ? "'" : quoted);
    }

    @Override
    public String of(Facts file) {
        return formatter.format(file.time());
    }

    @Override
    public String regex() {
        return regex;
    }

    @Override
    public boolean isFixed() {
        return fixed;
    }

    /** No name of a month, a day, an era or a zone holds a slash. */
    @Override
    public boolean mayHold(char c) {
        return c != '/' || pattern.indexOf('/') >= 0;
    }

    @Override
    public String toString() {
        return "%d{" + Problem.line(pattern) + "}";
    }
}

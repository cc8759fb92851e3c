package io.penstock.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises variables that the framework did not replace: Log4j2 leaves {@code ${env:X}} as it is, Logback writes {@code X_IS_UNDEFINED}. */
final class Substitution {
    private static final Pattern OPEN = Pattern.compile("\\$\\{([^}]*?)(?::-|\\}|$)", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("\\$\\{[A-Za-z0-9_.:]+\\}");
    private static final String UNDEFINED = "_IS_UNDEFINED";

    private Substitution() {}

    /** The rule that the value of this setting breaks, naming the variable, or empty. Of a secret nothing is named that might be part of it. */
    static Optional<String> leftover(String setting, String value) {
        boolean secret = Secrets.isSecret(setting);
        if (value.contains("${")) {
            Matcher open = OPEN.matcher(value);
            boolean nameable = open.find() && (!secret || WHOLE.matcher(value).matches());
            return Optional.of(undefined(nameable ? open.group(1).strip() : ""));
        }
        int end = value.indexOf(UNDEFINED);
        while (end >= 0 && !endsWord(value, end + UNDEFINED.length())) {
            end = value.indexOf(UNDEFINED, end + 1);
        }
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(undefined(secret ? "" : value.substring(startOfWord(value, end), end)));
    }

    /** Also before a separator: {@code <directory>${BASE}/logs</directory>} must not create {@code BASE_IS_UNDEFINED/logs}. */
    private static boolean endsWord(String value, int at) {
        return at == value.length() || !(Character.isLetterOrDigit(value.charAt(at)) || value.charAt(at) == '_');
    }

    private static int startOfWord(String value, int end) {
        int start = end;
        while (start > 0
                && (Character.isLetterOrDigit(value.charAt(start - 1))
                        || "_.-".indexOf(value.charAt(start - 1)) >= 0)) {
            start--;
        }
        return start;
    }

    private static String undefined(String variable) {
        String rule = " is not defined; define it or give it a default, as in ${…:-default}";
        return (variable.isEmpty() ? "a variable in it" : "the variable " + Problem.line(variable)) + rule;
    }
}

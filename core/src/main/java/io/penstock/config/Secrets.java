package io.penstock.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which settings hold credentials; their values appear in no message, status or dump, misspelt or misplaced ones included. */
final class Secrets {
    static final String MASK = "***";

    private static final List<String> SIGNS =
            List.of("secret", "accesskey", "password", "passwd", "token", "credential");
    private static final List<String> NAMES = List.of("accesskey", "secretkey");
    private static final int MISSPELT = 3;
    private static final String AGE_IDENTITY = "AGE-SECRET-KEY-";
    private static final Pattern USER_INFO =
            Pattern.compile("^([a-z]+://)?.*@", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern QUERY = Pattern.compile("(?<=\\?).+", Pattern.DOTALL);

    private Secrets() {}

    /** The value as it may be shown: of an upload's unknown setting nothing, it may be anything. */
    static String shown(ElementKind kind, String setting, String value) {
        List<String> known = KnownSettings.of(kind, false);
        boolean unknownOfUpload = known.contains("enabled") && !known.contains(setting);
        return unknownOfUpload ? MASK : shown(setting, value);
    }

    /** The value as it may be shown: of a secret nothing, of an address neither user nor query. */
    static String shown(String setting, String value) {
        if (isSecret(setting) || isAgeIdentity(value)) {
            return MASK;
        }
        if (!value.contains("://") && !setting.equalsIgnoreCase("endpoint")) {
            return value;
        }
        String withoutUser = USER_INFO.matcher(value).replaceFirst("$1" + MASK + "@");
        return QUERY.matcher(withoutUser).replaceFirst(MASK);
    }

    /** Whether the text holds the secret half of an age key, which somebody took for the public one. */
    static boolean isAgeIdentity(String text) {
        return text.toUpperCase(Locale.ROOT).contains(AGE_IDENTITY);
    }

    /** Whether the name is that of a credential, or near enough. */
    static boolean isSecret(String setting) {
        String name = setting.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return SIGNS.stream().anyMatch(name::contains)
                || NAMES.stream().anyMatch(secret -> Spelling.distance(name, secret) <= MISSPELT);
    }
}

package io.penstock.config;

import java.util.List;
import java.util.Locale;

/** Which settings hold credentials; their values appear in no message, status or dump, misspelt or misplaced ones included. */
final class Secrets {
    static final String MASK = "***";

    private static final List<String> SIGNS =
            List.of("secret", "accesskey", "password", "passwd", "token", "credential");
    private static final List<String> NAMES = List.of("accesskey", "secretkey");
    private static final int MISSPELT = 3;

    private Secrets() {}

    /** The value as it may be shown: of an upload's unknown setting nothing, it may be anything. */
    static String shown(ElementKind kind, String setting, String value) {
        List<String> known = KnownSettings.of(kind, false);
        boolean unknownOfUpload = known.contains("enabled") && !known.contains(setting);
        return unknownOfUpload || isSecret(setting) ? MASK : value;
    }

    /** Whether the name is that of a credential, or near enough. */
    static boolean isSecret(String setting) {
        String name = setting.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return SIGNS.stream().anyMatch(name::contains)
                || NAMES.stream().anyMatch(secret -> Spelling.distance(name, secret) <= MISSPELT);
    }
}

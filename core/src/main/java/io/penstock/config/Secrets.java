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

    static boolean isSecret(String setting) {
        String name = setting.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return SIGNS.stream().anyMatch(name::contains)
                || NAMES.stream().anyMatch(secret -> Spelling.distance(name, secret) <= MISSPELT);
    }
}

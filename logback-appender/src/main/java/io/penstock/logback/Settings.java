package io.penstock.logback;

import io.penstock.config.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of one element, as text, with those that were given twice. One thread: the one that configures. */
final class Settings {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> repeated = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();

    void record(String setting, String value) {
        values.put(setting, value);
        if (!given.add(setting)) {
            repeated.put(setting, value);
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Map<String, String> values() {
        return values;
    }

    List<Problem> problems(String element) {
        List<Problem> problems = new ArrayList<>();
        repeated.forEach((setting, value) -> problems.add(Problem.of(element, setting, value, "is given twice")));
        return problems;
    }

    /** A start has used the settings: code may now set them anew for the next one. */
    void used() {
        given.clear();
        repeated.clear();
    }
}

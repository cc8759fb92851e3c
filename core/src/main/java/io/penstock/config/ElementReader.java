package io.penstock.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads one element's settings and collects what is wrong with them; a setting that is missing or wrong reads as its fallback, so that reading goes on to the next problem.
 * Used by one thread, within one parse.
 *
 * <p>Names, nesting and leftover variables are checked when the reader is made, values when they are read. {@link #problems()} has both in the order in which the user wrote
 * the settings, whatever the order of reading.
 */
final class ElementReader {
    private final RawElement element;
    private final boolean inOverride;
    /** Written with an empty value, as a variable that is not set leaves it. */
    private final Set<String> empty;

    private final List<Problem> ofElement = new ArrayList<>();
    private final Map<String, List<Problem>> ofSettings = new LinkedHashMap<>();
    private final List<ElementReader> children = new ArrayList<>();

    private ElementReader(RawElement written, boolean inOverride) {
        this.inOverride = inOverride;
        element = withoutEmpty(written, inOverride);
        empty = new HashSet<>(written.settings().keySet());
        empty.removeAll(element.settings().keySet());
        element.settings().keySet().forEach(setting -> ofSettings.put(setting, new ArrayList<>()));
        checkSettings();
        for (RawElement child : element.children()) {
            children.add(readerOf(child));
        }
    }

    /** An empty value is an unset one. A name that is not known stays: it is wrong whatever its value is. */
    private static RawElement withoutEmpty(RawElement written, boolean inOverride) {
        List<String> known =
                written.kind() == ElementKind.UNKNOWN ? List.of() : KnownSettings.of(written.kind(), inOverride);
        Map<String, String> settings = new LinkedHashMap<>(written.settings());
        settings.entrySet()
                .removeIf(entry ->
                        known.contains(entry.getKey()) && entry.getValue().isBlank());
        return new RawElement(written.kind(), written.name(), settings, written.children());
    }

    static ElementReader of(RawElement appender) {
        ElementReader reader = new ElementReader(appender, false);
        if (appender.kind() != ElementKind.APPENDER) {
            reader.refuse("must be the appender, not a nested element");
        }
        return reader;
    }

    private static ElementReader absent(ElementKind kind) {
        return new ElementReader(RawElement.of(kind), false);
    }

    ElementKind kind() {
        return element.kind();
    }

    boolean has(String setting) {
        return element.settings().containsKey(setting);
    }

    /** The setting's value, or the fallback where it is missing or a problem. */
    <T> T read(String setting, ValueParser<T> parser, T fallback) {
        String text = element.settings().get(setting);
        if (text == null || isWrong(setting)) {
            return fallback;
        }
        try {
            return parser.parse(text.strip());
        } catch (BadValue bad) {
            refuse(setting, bad.rule());
            return fallback;
        }
    }

    /** As {@link #read} of a setting that must be there; the placeholder only lets parsing go on. */
    <T> T require(String setting, ValueParser<T> parser, T placeholder) {
        if (empty.contains(setting)) {
            try {
                parser.parse("");
            } catch (BadValue bad) {
                ofElement.add(Problem.of(element.name(), setting, "", bad.rule()));
                return placeholder;
            }
        }
        if (!has(setting)) {
            ofElement.add(Problem.missing(element.name(), setting, "is required"));
        }
        return read(setting, parser, placeholder);
    }

    /** Adds a problem with a setting that is there. */
    void refuse(String setting, String rule) {
        String value = element.settings().getOrDefault(setting, "");
        ofSettings
                .computeIfAbsent(setting, s -> new ArrayList<>())
                .add(Problem.of(element.name(), setting, Secrets.shown(element.kind(), setting, value), rule));
    }

    /** Adds a problem with the element as a whole. */
    void refuse(String rule) {
        ofElement.add(Problem.of(element.name(), rule));
    }

    /** Adds a problem with the first of these settings that is there, or with the element as a whole. */
    void refuseFirst(String rule, String... settings) {
        for (String setting : settings) {
            if (has(setting)) {
                refuse(setting, rule);
                return;
            }
        }
        refuse(rule);
    }

    /** All nested elements, in the order written. */
    List<ElementReader> children() {
        return List.copyOf(children);
    }

    /** The nested elements of one kind, in the order written. */
    List<ElementReader> children(ElementKind kind) {
        return children.stream().filter(child -> child.kind() == kind).toList();
    }

    /**
     * What the nested element of this kind says, or what an empty one would say where there is none. Of several, which are a problem already, all are read for their own
     * problems.
     */
    <T> T only(ElementKind kind, Function<ElementReader, T> read) {
        List<ElementReader> present = children(kind);
        List<T> results = (present.isEmpty() ? List.of(absent(kind)) : present)
                .stream().map(read).toList();
        return results.get(0);
    }

    /** Whether the setting has a problem so far. */
    boolean isWrong(String setting) {
        return !ofSettings.getOrDefault(setting, List.of()).isEmpty();
    }

    /** Whether the setting is there, without a problem so far. */
    boolean isGood(String setting) {
        return has(setting) && !isWrong(setting);
    }

    /** Every problem so far, nested elements' ones last. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(ofElement);
        ofSettings.values().forEach(all::addAll);
        children.forEach(child -> all.addAll(child.problems()));
        return all;
    }

    private void checkSettings() {
        if (element.kind() == ElementKind.UNKNOWN) {
            return;
        }
        List<String> known = KnownSettings.of(element.kind(), inOverride);
        element.settings().forEach((setting, value) -> {
            if (!known.contains(setting)) {
                refuse(setting, KnownSettings.refusal(setting, element.kind(), inOverride));
            } else {
                Substitution.leftover(setting, value.strip()).ifPresent(rule -> refuse(setting, rule));
            }
        });
    }

    private ElementReader readerOf(RawElement child) {
        Set<ElementKind> allowed = KnownSettings.inside(element.kind());
        if (!allowed.contains(child.kind())) {
            // what stands inside a misplaced element is of no interest
            ElementReader misplaced = new ElementReader(RawElement.of(ElementKind.UNKNOWN, child.name()), false);
            misplaced.refuse(misplacement(child, allowed));
            return misplaced;
        }
        ElementReader reader = new ElementReader(
                child, element.kind() == ElementKind.OVERRIDE || child.kind() == ElementKind.OVERRIDE);
        boolean once = child.kind() == ElementKind.BUFFER
                || child.kind() == ElementKind.ROTATION
                || child.kind() == ElementKind.RETENTION;
        if (once && !children(child.kind()).isEmpty()) {
            reader.refuse("stands more than once in " + Problem.line(element.name()) + "; only one is allowed");
        }
        return reader;
    }

    private String misplacement(RawElement child, Set<ElementKind> allowed) {
        boolean log4j2 = element.name().equals(element.kind().log4j2Name());
        List<String> names = allowed.stream()
                .map(kind -> log4j2 ? kind.log4j2Name() : kind.word())
                .collect(Collectors.toList());
        String parent = Problem.line(element.name());
        if (names.isEmpty()) {
            return "cannot stand in " + parent + ", which takes no nested element";
        }
        Optional<String> meant = child.kind() == ElementKind.UNKNOWN
                ? Spelling.closest(child.name(), names).or(() -> Spelling.closest("Event" + child.name(), names))
                : Optional.empty();
        return meant.map(name -> "is unknown; did you mean " + name + "?")
                .orElse("cannot stand in " + parent + "; known there are " + String.join(", ", names));
    }
}

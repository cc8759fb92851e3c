package io.penstock.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One element of the logging configuration as the user wrote it, before any value is parsed: both frameworks hand their settings to core in this form, and so does a program
 * without a framework:
 *
 * <pre>{@code
 * RawElement.appender("EventFile")
 *         .with("directory", "logs")
 *         .child(RawElement.of(ElementKind.BUFFER).with("size", "32 MB"));
 * }</pre>
 *
 * Immutable; {@link #toString} masks credentials.
 *
 * @param kind the element's role in the contract
 * @param name the element's name in the framework's own spelling, for messages ({@code EventBuffer}, {@code buffer})
 * @param settings setting to text, in the order written
 * @param children nested elements, in the order written
 */
public record RawElement(ElementKind kind, String name, Map<String, String> settings, List<RawElement> children) {
    /** Copies both collections; no null is allowed in them. */
    public RawElement {
        Map<String, String> copy = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (setting.getKey() == null || setting.getValue() == null) {
                throw new NullPointerException("setting " + setting.getKey() + " of " + name + " has no text");
            }
            copy.put(setting.getKey(), setting.getValue());
        }
        settings = Collections.unmodifiableMap(copy);
        children = List.copyOf(children);
    }

    /** An appender without settings. */
    public static RawElement appender(String name) {
        return of(ElementKind.APPENDER, name);
    }

    /** An element without settings that messages call by the given name. */
    public static RawElement of(ElementKind kind, String name) {
        return new RawElement(kind, name, Map.of(), List.of());
    }

    /** An element without settings that messages call by its {@linkplain ElementKind#word role}. */
    public static RawElement of(ElementKind kind) {
        return of(kind, kind.word());
    }

    /** This element with one setting more, or with another text for one it has. */
    public RawElement with(String setting, String text) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, text);
        return new RawElement(kind, name, more, children);
    }

    /** This element with one nested element more. */
    public RawElement child(RawElement child) {
        List<RawElement> more = new ArrayList<>(children);
        more.add(child);
        return new RawElement(kind, name, settings, more);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        settings.forEach((setting, value) -> text.append(' ')
                .append(setting)
                .append("=\"")
                .append(Secrets.shown(kind, setting, value))
                .append('"'));
        return children.isEmpty()
                ? text.toString()
                : text.append(' ').append(children).toString();
    }
}

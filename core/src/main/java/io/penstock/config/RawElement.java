package io.penstock.config;

import java.util.List;
import java.util.Map;

/**
 * One element of the logging configuration as the user wrote it, before any value is parsed: both frameworks hand their settings to core in this form.
 *
 * @param kind the element's role in the contract
 * @param name the element's name in the framework's own spelling, for messages ({@code EventBuffer}, {@code buffer})
 * @param settings setting to text, in the order written
 * @param children nested elements, in the order written
 */
public record RawElement(ElementKind kind, String name, Map<String, String> settings, List<RawElement> children) {
    public RawElement {
        settings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(settings));
        children = List.copyOf(children);
    }
}

package io.penstock.logback;

import io.penstock.config.ElementKind;
import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
import java.util.List;

/**
 * An element nested in the appender. It records what the user wrote and does nothing else, since Joran may construct it more than once and a failure here
 * would leave the appender without it; the setters are the settings of the configuration contract.
 */
public abstract class SettingsElement {
    private final ElementKind kind;
    private final String name;
    private final Settings settings = new Settings();
    private final List<SettingsElement> children = new ArrayList<>();

    SettingsElement(ElementKind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    final void record(String setting, String value) {
        settings.record(setting, value);
    }

    final void nest(SettingsElement child) {
        children.add(child);
    }

    final RawElement raw() {
        return new RawElement(
                kind,
                name,
                settings.values(),
                children.stream().map(SettingsElement::raw).toList());
    }

    /** What is wrong here that the text alone does not show. */
    final List<Problem> problems() {
        List<Problem> problems = settings.problems(name);
        if (settings.isEmpty() && children.isEmpty()) {
            // attributes never reach a nested component: Logback drops them without a word
            problems.add(
                    new Problem(name + ": has no settings; Logback ignores attributes, write nested elements, as in <"
                            + name + "><setting>value</setting></" + name + ">"));
        }
        children.forEach(child -> problems.addAll(child.problems()));
        return problems;
    }
}

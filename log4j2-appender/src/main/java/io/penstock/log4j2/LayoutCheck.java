package io.penstock.log4j2;

import io.penstock.config.Problem;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.core.Layout;

/** Which layouts make records that a file can be cut behind. */
final class LayoutCheck {
    /**
     * Layouts with a {@code complete} attribute, by name, since Jackson, which they need, is optional. Nothing tells whether it is set but the header, which they
     * have only then.
     */
    private static final Set<String> WITH_COMPLETE = Set.of(
            "org.apache.logging.log4j.core.layout.JsonLayout",
            "org.apache.logging.log4j.core.layout.XmlLayout",
            "org.apache.logging.log4j.core.layout.YamlLayout");

    private static final String SERIALIZED = "org.apache.logging.log4j.core.layout.SerializedLayout";

    private LayoutCheck() {}

    /** What speaks against this layout, if anything does. */
    static Optional<Problem> problem(Layout<?> layout) {
        String element = EventFileAppender.PLUGIN_NAME + " layout";
        String name = layout.getClass().getSimpleName();
        for (Class<?> type = layout.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(SERIALIZED)) {
                return Optional.of(
                        Problem.of(element, "type", name, "one stream of serialized objects cannot be cut into files"));
            }
            if (WITH_COMPLETE.contains(type.getName()) && hasHeader(layout)) {
                return Optional.of(Problem.of(
                        name, "complete", "true", "one document cannot be cut into files; use one record a line"));
            }
        }
        return Optional.empty();
    }

    /** A header that cannot be made now is met again, and reported, with every file. */
    private static boolean hasHeader(Layout<?> layout) {
        try {
            return layout.getHeader() != null;
        } catch (Throwable thrown) {
            return false;
        }
    }
}

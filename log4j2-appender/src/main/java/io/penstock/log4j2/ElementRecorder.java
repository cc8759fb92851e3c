package io.penstock.log4j2;

import io.penstock.config.ElementKind;
import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.util.PluginType;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Takes an element of the configuration down, whole: all its attributes, after Log4j2's substitution, and all its children. They are consumed, so that Log4j2 does
 * not complain about each of them by itself; core lists what has no place here. Never throws: Log4j2 would go on with null.
 */
public final class ElementRecorder extends AbstractPluginVisitor<Recorded> {
    /** Called by Log4j2. */
    public ElementRecorder() {
        super(Recorded.class);
    }

    @Override
    public RecordedElement visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        log.append(node.getName());
        Recording recording = new Recording(kindOf(node.getType()));
        node.getAttributes().forEach((setting, value) -> recording.setting(setting, value, event));
        node.getAttributes().clear();
        node.getChildren().forEach(recording::child);
        node.getChildren().clear();
        return recording.finish();
    }

    /** The kind of one of our own plugins; Log4j2's keys are the plugins' names in lower case. */
    private static ElementKind kindOf(PluginType<?> type) {
        return Arrays.stream(ElementKind.values())
                .filter(kind -> kind.log4j2Name().equalsIgnoreCase(type.getKey()))
                .findFirst()
                .orElse(ElementKind.UNKNOWN);
    }

    /** What has been taken down so far. */
    private final class Recording {
        private final ElementKind kind;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<RawElement> children = new ArrayList<>();
        private final List<Layout<?>> layouts = new ArrayList<>();
        private final List<Filter> filters = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Recording(ElementKind kind) {
            this.kind = kind;
        }

        void setting(String setting, @Nullable String value, @Nullable LogEvent event) {
            String written = value == null ? "" : value;
            if (written.isEmpty() && Character.isUpperCase(setting.charAt(0))) {
                // what Log4j2 makes of an XML element that it has no plugin for and that has no children
                children.add(RawElement.of(ElementKind.UNKNOWN, setting));
                return;
            }
            try {
                settings.put(setting, substitutor.replace(event, written));
            } catch (RuntimeException e) {
                settings.put(setting, written);
                String rule =
                        "its variables cannot be replaced (" + e.getClass().getSimpleName() + ")";
                problems.add(Problem.of(kind.log4j2Name(), setting, written, rule));
            }
        }

        void child(Node child) {
            Object object = child.getObject();
            if (object instanceof EventFileElement nested) {
                children.add(nested.recorded().element());
                problems.addAll(nested.recorded().problems());
            } else if (kind != ElementKind.APPENDER) {
                children.add(RawElement.of(ElementKind.UNKNOWN, child.getName()));
            } else if (object instanceof Layout<?> layout) {
                layouts.add(layout);
            } else if (object instanceof Filter filter) {
                filters.add(filter);
            } else if (isOf(Layout.class, child) || isOf(Filter.class, child)) {
                problems.add(Problem.of(child.getName(), "could not be created; Log4j2 has reported why"));
            } else {
                children.add(RawElement.of(ElementKind.UNKNOWN, child.getName()));
            }
        }

        RecordedElement finish() {
            RawElement element = new RawElement(kind, kind.log4j2Name(), settings, children);
            return new RecordedElement(element, layouts, filters, problems);
        }

        private boolean isOf(Class<?> type, Node child) {
            return child.getType() != null
                    && type.isAssignableFrom(child.getType().getPluginClass());
        }
    }
}

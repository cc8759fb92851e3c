package io.penstock.log4j2;

import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
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
 * not complain about each of them by itself; what has no place here is a problem in the list. Never throws: Log4j2 would go on with null.
 *
 * <p>An unknown XML element without children reaches us as an attribute of its name. One with children does not reach us at all: Log4j2 has no plugin for it,
 * reports that, and takes it out of the tree.
 */
public final class ElementRecorder extends AbstractPluginVisitor<Recorded> {
    /** Called by Log4j2. */
    public ElementRecorder() {
        super(Recorded.class);
    }

    @Override
    public RecordedElement visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        log.append(node.getName());
        ElementRole role = ElementRole.ofPluginKey(node.getType().getKey());
        Recording recording = new Recording(role);
        node.getAttributes().forEach((setting, value) -> recording.setting(setting, value, event));
        node.getAttributes().clear();
        node.getChildren().forEach(recording::child);
        node.getChildren().clear();
        return recording.finish();
    }

    /** What has been taken down so far. */
    private final class Recording {
        private final ElementRole role;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<RawElement> children = new ArrayList<>();
        private final List<Layout<?>> layouts = new ArrayList<>();
        private final List<Filter> filters = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Recording(ElementRole role) {
            this.role = role;
        }

        void setting(String setting, @Nullable String value, @Nullable LogEvent event) {
            String written = value == null ? "" : value;
            try {
                settings.put(setting, substitutor.replace(event, written));
            } catch (RuntimeException e) {
                settings.put(setting, written);
                problems.add(
                        Problem.of(role.pluginName(), setting, written, "cannot be substituted: " + e.getMessage()));
            }
        }

        void child(Node child) {
            Object object = child.getObject();
            if (object instanceof EventFileElement nested) {
                children.add(nested.recorded().element());
                problems.addAll(nested.recorded().problems());
            } else if (role == ElementRole.APPENDER && object instanceof Layout<?> layout) {
                layouts.add(layout);
            } else if (role == ElementRole.APPENDER && object instanceof Filter filter) {
                filters.add(filter);
            } else {
                problems.add(misplaced(child));
            }
        }

        RecordedElement finish() {
            RawElement element = new RawElement(role.kind(), role.pluginName(), settings, children);
            return new RecordedElement(element, layouts, filters, problems);
        }

        private Problem misplaced(Node child) {
            PluginType<?> type = child.getType();
            boolean wanted = type != null
                    && role == ElementRole.APPENDER
                    && (Layout.class.isAssignableFrom(type.getPluginClass())
                            || Filter.class.isAssignableFrom(type.getPluginClass()));
            return new Problem(role.pluginName() + " <" + child.getName() + ">: "
                    + (wanted
                            ? "could not be created; Log4j2 has reported why"
                            : "there is no such element in " + role.pluginName()));
        }
    }
}

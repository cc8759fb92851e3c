package io.penstock.log4j2;

import io.penstock.Lease;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * From the recorded element to settings that hold, or to one report of everything that is wrong. An appender that already writes under this name in the context goes
 * on with the settings that it has: nulls would make Log4j2 drop the records of an application that runs, uncounted.
 */
final class AppenderAssembly {
    private static final Logger LOGGER = StatusLogger.getLogger();
    private static final String NAME = "name";
    private static final String IGNORE_EXCEPTIONS = "ignoreExceptions";

    private final RecordedElement recorded;
    private final Configuration configuration;
    private final List<Problem> problems;
    private final Map<String, String> settingsForCore;
    private final String name;
    private final boolean ignoreExceptions;

    AppenderAssembly(RecordedElement recorded, Configuration configuration) {
        this.recorded = recorded;
        this.configuration = configuration;
        this.problems = new ArrayList<>();
        this.settingsForCore = new LinkedHashMap<>(recorded.element().settings());
        this.name = takeName();
        this.ignoreExceptions = takeIgnoreExceptions();
        problems.addAll(recorded.problems());
    }

    /** The settings; empty when there are none to go on with, which has been reported then. */
    Optional<AppenderSettings> settings() {
        @Nullable Layout<?> layout = layout();
        @Nullable Filter filter = filter();
        RawElement written = recorded.element();
        ParsedConfig parsed = PenstockConfig.parse(
                new RawElement(written.kind(), written.name(), settingsForCore, written.children()));
        problems.addAll(parsed.problems());
        Optional<PenstockConfig> config = parsed.config();
        if (problems.isEmpty() && layout != null && config.isPresent()) {
            return Optional.of(new AppenderSettings(request(), config.get(), layout, filter, ignoreExceptions));
        }
        Optional<AppenderSettings> lastGood = lastGood(layout, filter);
        report(lastGood.isPresent());
        return lastGood;
    }

    private Optional<AppenderSettings> lastGood(@Nullable Layout<?> layout, @Nullable Filter filter) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Lease.lastGood(context(), name).map(config -> {
            EventFileAppender running = running();
            if (running != null) {
                return running.settings().resumed(request(), config, filter);
            }
            Layout<?> usable = layout == null ? PatternLayout.createDefaultLayout(configuration) : layout;
            return new AppenderSettings(request(), config, usable, filter, ignoreExceptions);
        });
    }

    private void report(boolean goesOn) {
        StringBuilder text = new StringBuilder(200);
        text.append(EventFileAppender.PLUGIN_NAME).append(" \"").append(name).append("\": ");
        text.append(goesOn ? "goes on with its last good settings; " : "not created; ");
        text.append(problems.size()).append(problems.size() == 1 ? " problem" : " problems");
        problems.forEach(
                problem -> text.append(System.lineSeparator()).append("  ").append(problem));
        LOGGER.error(text.toString());
    }

    private @Nullable Layout<?> layout() {
        List<Layout<?>> layouts = recorded.layouts();
        if (layouts.size() > 1) {
            problems.add(new Problem(EventFileAppender.PLUGIN_NAME + ": only one layout can be used"));
        }
        Layout<?> layout = layouts.isEmpty() ? PatternLayout.createDefaultLayout(configuration) : layouts.get(0);
        Optional<Problem> problem = LayoutCheck.problem(layout);
        problem.ifPresent(problems::add);
        return problem.isPresent() ? null : layout;
    }

    private @Nullable Filter filter() {
        List<Filter> filters = recorded.filters();
        if (filters.size() > 1) {
            problems.add(new Problem(EventFileAppender.PLUGIN_NAME + ": several filters belong into one <Filters>"));
        }
        return filters.isEmpty() ? null : filters.get(0);
    }

    private String takeName() {
        String written = take(NAME);
        if (written == null || written.isBlank()) {
            problems.add(
                    Problem.of(EventFileAppender.PLUGIN_NAME, NAME, written == null ? "" : written, "is required"));
            return "";
        }
        return written;
    }

    private boolean takeIgnoreExceptions() {
        String written = take(IGNORE_EXCEPTIONS);
        if (written == null) {
            return true;
        }
        // Log4j2's own converter takes every word but "true" for false
        return switch (written.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problems.add(
                        Problem.of(EventFileAppender.PLUGIN_NAME, IGNORE_EXCEPTIONS, written, "must be true or false"));
                yield true;
            }
        };
    }

    /** Takes out an attribute that is Log4j2's and not core's; names are case-insensitive in Log4j2. */
    private @Nullable String take(String setting) {
        for (String written : settingsForCore.keySet()) {
            if (written.equalsIgnoreCase(setting)) {
                return settingsForCore.remove(written);
            }
        }
        return null;
    }

    private Lease.Request request() {
        LoggerContext context = configuration.getLoggerContext();
        return new Lease.Request(context(), context == null ? "" : context.getName(), configuration, name);
    }

    /** What the pipeline belongs to; a configuration that was made by hand may have no context. */
    private Object context() {
        LoggerContext context = configuration.getLoggerContext();
        return context == null ? configuration : context;
    }

    /** The appender of this name that the context's present configuration has, if it is one of ours. */
    private @Nullable EventFileAppender running() {
        LoggerContext context = configuration.getLoggerContext();
        return context != null
                        && context.getConfiguration() != null
                        && context.getConfiguration().getAppender(name) instanceof EventFileAppender appender
                ? appender
                : null;
    }
}

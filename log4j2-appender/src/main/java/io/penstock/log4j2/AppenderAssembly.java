package io.penstock.log4j2;

import io.penstock.Lease;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * From the recorded element to settings that hold, or to one report of everything that is wrong. An appender that already writes under this name in the context goes
 * on with the settings that it has: nulls would make Log4j2 drop the records of an application that runs, uncounted.
 */
final class AppenderAssembly {
    private static final String NAME = "name";
    private static final String IGNORE_EXCEPTIONS = "ignoreExceptions";

    private final RecordedElement recorded;
    private final Configuration configuration;
    private final List<Problem> problems;
    private final Map<String, String> settings;
    private final String name;
    private final boolean ignoreExceptions;

    AppenderAssembly(RecordedElement recorded, Configuration configuration) {
        this.recorded = recorded;
        this.configuration = configuration;
        this.problems = new ArrayList<>();
        this.settings = new LinkedHashMap<>(recorded.element().settings());
        this.name = takeName();
        // Log4j2's own converter takes every word but "true" for false; core refuses them
        String ignore = settingNamed(IGNORE_EXCEPTIONS);
        this.ignoreExceptions = ignore == null || !ignore.strip().equalsIgnoreCase("false");
        problems.addAll(recorded.problems());
    }

    /** The settings; empty when there are none to go on with, which has been reported then. */
    Optional<AppenderSettings> settings() {
        @Nullable Layout<?> layout = layout();
        @Nullable Filter filter = filter();
        RawElement written = recorded.element();
        ParsedConfig parsed =
                PenstockConfig.parse(new RawElement(written.kind(), written.name(), settings, written.children()));
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
        text.append(goesOn ? "goes on with its last good settings; " : "not created; ");
        text.append(problems.size()).append(problems.size() == 1 ? " problem" : " problems");
        problems.forEach(
                problem -> text.append(System.lineSeparator()).append("  ").append(problem));
        StatusLoggerListener.of(name).error(text.toString(), null);
    }

    private @Nullable Layout<?> layout() {
        List<Layout<?>> layouts = recorded.layouts();
        if (layouts.size() > 1) {
            problems.add(Problem.of(EventFileAppender.PLUGIN_NAME, "only one layout can be used"));
        }
        Layout<?> layout = layouts.isEmpty() ? PatternLayout.createDefaultLayout(configuration) : layouts.get(0);
        Optional<Problem> problem = LayoutCheck.problem(layout);
        problem.ifPresent(problems::add);
        return problem.isPresent() ? null : layout;
    }

    private @Nullable Filter filter() {
        List<Filter> filters = recorded.filters();
        if (filters.size() > 1) {
            problems.add(Problem.of(EventFileAppender.PLUGIN_NAME, "several filters belong into one Filters element"));
        }
        return filters.isEmpty() ? null : filters.get(0);
    }

    private String takeName() {
        String written = settingNamed(NAME);
        if (written == null || written.isBlank()) {
            problems.add(Problem.missing(EventFileAppender.PLUGIN_NAME, NAME, "is required"));
            return "";
        }
        return written;
    }

    /** A Log4j2 attribute, whose names are case-insensitive; core gets it under its proper name. */
    private @Nullable String settingNamed(String name) {
        for (String written : recorded.element().settings().keySet()) {
            if (written.equalsIgnoreCase(name)) {
                String value = settings.remove(written);
                settings.put(name, value);
                return value;
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

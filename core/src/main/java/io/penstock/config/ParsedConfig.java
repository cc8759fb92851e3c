package io.penstock.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What parsing gave: a configuration, or every problem that it has. */
public final class ParsedConfig {
    private final @Nullable PenstockConfig config;
    private final List<Problem> problems;

    private ParsedConfig(@Nullable PenstockConfig config, List<Problem> problems) {
        this.config = config;
        this.problems = List.copyOf(problems);
    }

    static ParsedConfig valid(PenstockConfig config) {
        return new ParsedConfig(config, List.of());
    }

    static ParsedConfig invalid(List<Problem> problems) {
        return new ParsedConfig(null, problems);
    }

    /** The configuration; empty exactly when there are {@link #problems()}. */
    public Optional<PenstockConfig> config() {
        return Optional.ofNullable(config);
    }

    /**
     * The configuration, for a program that has no better place for problems than an exception.
     *
     * @throws IllegalArgumentException there are {@link #problems()}; its message has all of them, one a line
     */
    public PenstockConfig orThrow() {
        if (config == null) {
            throw new IllegalArgumentException(
                    problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
        }
        return config;
    }

    /** Every problem, in the order of the elements; empty when the configuration is valid. */
    public List<Problem> problems() {
        return problems;
    }
}

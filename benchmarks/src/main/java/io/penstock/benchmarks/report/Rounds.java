package io.penstock.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One figure, measured round by round. */
public record Rounds(List<Double> values) {
    public Rounds {
        values = List.copyOf(values);
    }

    public double median() {
        return Median.of(values);
    }

    public double least() {
        return Collections.min(values);
    }

    public double most() {
        return Collections.max(values);
    }

    /** What shares of the other's these were, each of the same round. */
    public List<Double> sharesOf(Rounds other) {
        List<Double> shares = new ArrayList<>();
        for (int round = 0; round < Math.min(values.size(), other.values.size()); round++) {
            shares.add(values.get(round) / other.values.get(round));
        }
        return shares;
    }

    /** The median of them; empty when the other was not measured. */
    public Optional<Double> medianShareOf(Rounds other) {
        List<Double> shares = sharesOf(other);
        return shares.isEmpty() ? Optional.empty() : Optional.of(Median.of(shares));
    }
}

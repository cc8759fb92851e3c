package io.penstock.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/** The middle of some measurements; of an even number, the mean of the two in the middle. */
public final class Median {
    private Median() {}

    public static double of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

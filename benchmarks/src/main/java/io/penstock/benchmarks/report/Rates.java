package io.penstock.benchmarks.report;

import java.util.Locale;

/** Numbers as tables show them. */
public final class Rates {
    private static final double MILLION = 1e6;

    private Rates() {}

    /** {@code 2.31 M/s}. */
    public static String perSecond(double linesPerSecond) {
        return String.format(Locale.ROOT, "%.2f M/s", linesPerSecond / MILLION);
    }

    /** {@code 4,000,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1.83}. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** {@code 1.93 s}. */
    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}

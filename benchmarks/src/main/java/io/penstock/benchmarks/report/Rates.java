package io.penstock.benchmarks.report;

import java.util.Locale;

/** Numbers as tables show them. */
public final class Rates {
    private static final double MILLION = 1e6;
    private static final double PERCENT = 100;

    private Rates() {}

    /** {@code 2.31 M/s}. */
    public static String perSecond(double linesPerSecond) {
        return String.format(Locale.ROOT, "%.2f M/s", linesPerSecond / MILLION);
    }

    /** {@code 312 MB/s}, in millions of bytes. */
    public static String megabytesPerSecond(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.0f MB/s", bytesPerSecond / MILLION);
    }

    /** {@code 85.3 MB}, in millions of bytes. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MILLION);
    }

    /** {@code 4,000,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1.83}. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** {@code 97 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", PERCENT * share);
    }

    /** {@code 1.93 s}. */
    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}

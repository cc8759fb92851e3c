package io.penstock.benchmarks;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/** Says how far a run is: with {@code -Dterminal=true} in one line that is written over, else only when it ends. */
final class Progress implements LongConsumer {
    private static final int TITLE_WIDTH = 52;
    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    private static final double PERCENT = 100.0;

    private final PrintStream out;
    private final String title;
    private final long total;
    private final boolean terminal = Boolean.getBoolean("terminal");

    Progress(PrintStream out, String title, long total) {
        this.out = out;
        this.title = ("%-" + TITLE_WIDTH + "s").formatted(title);
        this.total = total;
        if (terminal) {
            out.print(title + " warming up");
            out.flush();
        }
    }

    @Override
    public void accept(long lines) {
        if (terminal) {
            out.printf("%s%s %,d lines, %.0f %%", BACK_AND_CLEAR, title, lines, PERCENT * lines / total);
            out.flush();
        }
    }

    /** The last word on this run. */
    void end(String outcome) {
        out.println((terminal ? BACK_AND_CLEAR : "") + title + " " + outcome);
    }
}

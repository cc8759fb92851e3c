package io.penstock.benchmarks.check;

/**
 * What the files hold, compared with what was logged.
 *
 * @param files files with at least one line
 * @param lines whole lines that carry a worker, an event and a number
 * @param bytes length of all files
 * @param missing lines logged and not found
 * @param outOfOrder lines whose number is not above the one before them of the same worker and event: doubled or displaced
 * @param misplaced lines in another event's file
 * @param unreadable lines that are cut or carry no number
 * @param example the first of them, with its file; empty when there is none
 */
public record CheckedFiles(
        int files,
        long lines,
        long bytes,
        long missing,
        long outOfOrder,
        long misplaced,
        long unreadable,
        String example) {
    /** Every line there, once, whole, in its file, and in the order of its worker. */
    public boolean isComplete() {
        return missing == 0 && outOfOrder == 0 && misplaced == 0 && unreadable == 0;
    }

    /** One sentence about what is wrong; empty when nothing is. */
    public String shortfall() {
        if (isComplete()) {
            return "";
        }
        return "%,d lines missing, %,d out of order or doubled, %,d in another event's file, %,d cut or unreadable%s"
                .formatted(missing, outOfOrder, misplaced, unreadable, example.isEmpty() ? "" : ", as in " + example);
    }
}

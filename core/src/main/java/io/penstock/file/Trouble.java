package io.penstock.file;

import io.penstock.status.StatusListener;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Reports failures of one kind of work: the first of each cause at once, then at most one a minute with how many there were,
 * and, when nothing fails any more, that it works again. Throws nothing: a report that finds no memory is left out (R1). Used
 * by one thread.
 */
final class Trouble {
    private static final long AGAIN_NANOS = 60_000_000_000L;
    private static final int MOST_CAUSES = 16;

    private final String work;
    private final String consequence;
    private final StatusListener status;
    private final LongSupplier nanoTime;
    private final Set<Object> failing = new HashSet<>();
    private final Set<String> causes = new HashSet<>();
    private long failures;

    private long lastReport;

    /**
     * @param work what fails, as the beginning of a sentence: {@code "Preparing a file"}
     * @param consequence what is done about it, as its end: {@code "trying again"}
     */
    Trouble(String work, String consequence, StatusListener status, LongSupplier nanoTime) {
        this.work = work;
        this.consequence = consequence;
        this.status = status;
        this.nanoTime = nanoTime;
    }

    /** @param subject the event or file that it failed for, and that has to succeed before all is well */
    void failed(Object subject, Throwable cause) {
        try {
            report(subject, cause);
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private void report(Object subject, Throwable cause) {
        failing.add(subject);
        failures++;
        long now = nanoTime.getAsLong();
        boolean fresh = causes.size() < MOST_CAUSES && causes.add(kind(cause));
        if (fresh || now - lastReport >= AGAIN_NANOS) {
            lastReport = now;
            String count = failures == 1 ? "" : " (failure " + failures + ")";
            status.error(work + " failed for " + subject + count + ", " + consequence + ": " + cause, cause);
        }
    }

    /** The work succeeded for this subject. */
    void healed(Object subject) {
        if (!failing.remove(subject) || !failing.isEmpty()) {
            return;
        }
        long before = failures;
        failures = 0;
        causes.clear();
        try {
            status.warn(work + " works again after " + before + " failures", null);
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    /** The work is not wanted any more for this subject: whether it would succeed nobody knows. */
    void forgotten(Object subject) {
        if (failing.remove(subject) && failing.isEmpty()) {
            failures = 0;
            causes.clear();
        }
    }

    /** What is reported has been put right, or is tried again, whether it is reported or not. */
    @SuppressWarnings("unused")
    private static void giveUp(Throwable unreported) {}

    /** The cause without what differs from attempt to attempt: its type, and the error at the end of its message. */
    private static String kind(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause.getClass().getName() + message.substring(message.lastIndexOf(':') + 1);
    }
}

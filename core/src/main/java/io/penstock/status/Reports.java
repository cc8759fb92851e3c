package io.penstock.status;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator of a trouble once, then at most every minute while it lasts, and how often it happened when it ends. Any thread; takes no lock while it reports, and never throws (R1).
 */
public final class Reports {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_CAUSES = 1_000;

    private final StatusListener listener;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    public Reports(StatusListener listener) {
        this.listener = GuardedStatus.of(listener);
    }

    /**
     * Something went wrong.
     *
     * @param cause what is the same each time it happens, the event's or file's name included; the caller keeps the number of causes bounded
     */
    public void error(String cause, String message, @Nullable Throwable failure) {
        try {
            long count = due(cause);
            if (count > 0) {
                listener.error(counted(message, count), failure);
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /**
     * A step failed unexpectedly. For catch blocks that must not throw themselves (R1): every string is built here, behind the guard, since an OutOfMemoryError leaves no room for one.
     *
     * @param work what failed, as the beginning of a sentence; with the subject it is the cause
     * @param subject the event or file it failed for
     */
    public void failure(String work, String subject, Throwable failure) {
        try {
            error(work + ' ' + subject, work + ' ' + subject + " failed: " + failure, failure);
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /** Records or files are being given up, or something similar the operator should look at. */
    public void warn(String cause, String message) {
        try {
            long count = due(cause);
            if (count > 0) {
                listener.warn(counted(message, count), null);
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /** The trouble is over, if there was one: says how often it happened. */
    public void over(String cause, String message) {
        try {
            Trouble ended = troubles.remove(cause);
            if (ended != null) {
                listener.info(message + " (" + ended.count + " times before)");
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /** The trouble is over; the message itself tells how much of it there was. */
    public void ended(String cause, String message) {
        try {
            if (troubles.remove(cause) != null) {
                listener.warn(message, null);
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /** Plain news, not limited. */
    public void info(String message) {
        listener.info(message);
    }

    private static String counted(String message, long count) {
        return count == 1 ? message : message + " (" + count + " times so far)";
    }

    /** A report that fails, for want of memory say, costs the report alone: what it is about has been put right and counted before. */
    @SuppressWarnings("unused")
    private static void giveUp(Throwable unreported) {}

    private long due(String cause) {
        if (troubles.size() >= MOST_CAUSES && !troubles.containsKey(cause)) {
            troubles.clear(); // hostile event names must not fill the memory
        }
        Trouble trouble = troubles.computeIfAbsent(cause, unused -> new Trouble());
        synchronized (trouble) {
            trouble.count++;
            long now = System.nanoTime();
            if (trouble.count > 1 && now - trouble.toldNanos < REPEAT_NANOS) {
                return 0;
            }
            trouble.toldNanos = now;
            return trouble.count;
        }
    }

    private static final class Trouble {
        private volatile long count;
        private long toldNanos;
    }
}

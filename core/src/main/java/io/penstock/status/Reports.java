package io.penstock.status;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator of a trouble once, then at most every minute while it lasts, and how often it happened when it ends. Any thread; takes no lock while it reports.
 */
public final class Reports {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_CAUSES = 1_000;

    private final StatusListener listener;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    public Reports(StatusListener listener) {
        this.listener = listener;
    }

    /**
     * Something went wrong.
     *
     * @param cause what is the same each time it happens, the event's or file's name included; the caller keeps the number of causes bounded
     */
    public void error(String cause, String message, @Nullable Throwable failure) {
        long count = due(cause);
        if (count > 0) {
            listener.error(count == 1 ? message : message + " (" + count + " times so far)", failure);
        }
    }

    /** Records or files are being given up, or something similar the operator should look at. */
    public void warn(String cause, String message) {
        long count = due(cause);
        if (count > 0) {
            listener.warn(count == 1 ? message : message + " (" + count + " times so far)", null);
        }
    }

    /** The trouble is over, if there was one: says how often it happened. */
    public void over(String cause, String message) {
        Trouble ended = troubles.remove(cause);
        if (ended != null) {
            listener.info(message + " (" + ended.count + " times before)");
        }
    }

    /** The trouble is over; the message itself tells how much of it there was. */
    public void ended(String cause, String message) {
        if (troubles.remove(cause) != null) {
            listener.warn(message, null);
        }
    }

    /** Plain news, not limited. */
    public void info(String message) {
        listener.info(message);
    }

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

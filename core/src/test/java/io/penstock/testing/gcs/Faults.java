package io.penstock.testing.gcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** What shall go wrong, and when. Any thread. A rule is taken by the first requests that it fits, each at most once. */
public final class Faults {
    /** What goes wrong with a request. */
    public enum Kind {
        /** Answered with a status, nothing done. */
        REFUSE,
        /** The connection breaks before anything is done. */
        RESET,
        /** Done, but the connection breaks instead of an answer. */
        LOSE_ANSWER,
        /** Neither read nor answered until {@link Faults#clear}. */
        STALL,
        /** A bit of the request's body flips on its way. */
        FLIP_BIT,
        /** A composition leaves its sources, as of a service that does not know the option. */
        KEEP_SOURCES,
        /** Done, and answered with a CRC32C that is not the bytes'. */
        WRONG_CHECKSUM
    }

    /** One rule. */
    record Rule(Kind kind, int status, Pattern where) {}

    private static final class Counted {
        private final Rule rule;
        private int skip;
        private int left;

        private Counted(Rule rule, int skip, int left) {
            this.rule = rule;
            this.skip = skip;
            this.left = left;
        }
    }

    private final List<Counted> rules = new ArrayList<>();
    private CountDownLatch stalled = new CountDownLatch(1);
    private int struck;

    Faults() {}

    /**
     * The next {@code times} requests, whose method, a space, and target the expression is found in, fail like this.
     *
     * @param where as in {@code "POST .*uploadType=multipart"}; the target as sent, escapes included
     */
    public Faults next(int times, Kind kind, String where) {
        return add(new Rule(kind, 0, Pattern.compile(where)), 0, times);
    }

    /** Lets {@code skip} fitting requests pass first. */
    public Faults after(int skip, int times, Kind kind, String where) {
        return add(new Rule(kind, 0, Pattern.compile(where)), skip, times);
    }

    /** The next {@code times} fitting requests are answered with this status. */
    public Faults refuse(int times, int status, String where) {
        return add(new Rule(Kind.REFUSE, status, Pattern.compile(where)), 0, times);
    }

    /** Every request to this bucket is answered with 403. */
    public Faults refuseBucket(String bucket) {
        return refuse(Integer.MAX_VALUE, 403, "/b/" + Pattern.quote(bucket) + "(/|\\?|$)");
    }

    /** Forgets all rules and lets go what stalls. */
    public synchronized void clear() {
        rules.clear();
        stalled.countDown();
        stalled = new CountDownLatch(1);
    }

    /** Requests that went wrong so far. */
    public synchronized int struck() {
        return struck;
    }

    synchronized Optional<Rule> strike(Call call) {
        String request = call.method() + " " + call.target();
        for (Counted counted : rules) {
            if (counted.left > 0 && counted.rule.where.matcher(request).find()) {
                if (counted.skip > 0) {
                    counted.skip--;
                    continue;
                }
                counted.left--;
                struck++;
                return Optional.of(counted.rule);
            }
        }
        return Optional.empty();
    }

    void stall() throws InterruptedException {
        CountDownLatch current;
        synchronized (this) {
            current = stalled;
        }
        current.await();
    }

    private synchronized Faults add(Rule rule, int skip, int times) {
        rules.add(new Counted(rule, skip, times));
        return this;
    }
}

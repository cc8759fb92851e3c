package io.penstock.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Which requests {@link FaultProxy} does something to. Any thread. */
public final class Rule {
    private final Pattern request;
    private final Fault fault;
    private final int from;
    private final int to;
    private final AtomicInteger met = new AtomicInteger();

    private Rule(Pattern request, Fault fault, int from, int to) {
        this.request = request;
        this.fault = fault;
        this.from = from;
        this.to = to;
    }

    /** All requests whose {@code METHOD target} this pattern finds something in. */
    public static Rule always(String request, Fault fault) {
        return new Rule(Pattern.compile(request), fault, 0, Integer.MAX_VALUE);
    }

    /** The first of them. */
    public static Rule once(String request, Fault fault) {
        return some(request, fault, 0, 1);
    }

    /** Of them those with numbers, from 0, in {@code [from, to)}. */
    public static Rule some(String request, Fault fault, int from, int to) {
        return new Rule(Pattern.compile(request), fault, from, to);
    }

    boolean takes(String line) {
        if (!request.matcher(line).find()) {
            return false;
        }
        int number = met.getAndIncrement();
        return number >= from && number < to;
    }

    Fault fault() {
        return fault;
    }
}

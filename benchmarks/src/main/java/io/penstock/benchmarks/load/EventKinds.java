package io.penstock.benchmarks.load;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The names of the events of a run, the frequent ones first. */
public final class EventKinds {
    private static final List<String> SHOP =
            List.of("search", "login", "payment", "order", "shipment", "refund", "profile", "audit");

    private EventKinds() {}

    /** {@code count} names: those of a small shop, then numbered ones. */
    public static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i < SHOP.size() ? SHOP.get(i) : SHOP.get(i % SHOP.size()) + i / SHOP.size())
                .toList();
    }

    /** Picks a kind; the first is about twice as frequent as the average, the last rare. */
    static int pick(RandomGenerator random, int count) {
        return Math.min(random.nextInt(count), random.nextInt(count));
    }
}

package io.penstock.soak;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One kind of trouble. It strikes once, lasts for a moment, and is over when {@link #strike} returns, however it returns.
 *
 * @param suits the rounds in which it can be had
 */
record Trouble(String name, Predicate<Plan> suits, Strike strike) {
    /** Brings it about and ends it. Throws where it could not be brought about: that costs the round nothing. */
    interface Strike {
        void at(Scene scene, Random random) throws Exception;
    }

    static List<Trouble> all() {
        return Stream.of(LifeTroubles.ALL, FileTroubles.ALL, DiskTroubles.ALL, MemoryTroubles.ALL)
                .flatMap(List::stream)
                .toList();
    }

    static Trouble named(String name) {
        return all().stream()
                .filter(trouble -> trouble.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}

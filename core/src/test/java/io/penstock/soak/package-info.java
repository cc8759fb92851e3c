/**
 * A soak: rounds of load under troubles drawn from a seed, each in a JVM of its own, after each of which every record is accounted for.
 *
 * <p>In: {@code -Psoak}, {@code -Dsoak.minutes}, {@code -Dsoak.seed}. Out: one line with its seed for each round, and what did not add up.
 * A new fault is one more {@link io.penstock.soak.Trouble} in the list of its class.
 */
@NullMarked
package io.penstock.soak;

import org.jspecify.annotations.NullMarked;

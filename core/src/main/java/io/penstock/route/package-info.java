/**
 * Finds the live event of a routing value.
 *
 * <dl>
 *   <dt>In</dt><dd>the value of the event key, whatever the application put there
 *   <dt>Out</dt><dd>{@link io.penstock.route.Route}: a live event, its own or the overflow event
 *   <dt>Threads</dt><dd>any; a known value takes no lock
 *   <dt>Guarantees</dt><dd>I13 no more live events than configured, a bounded memory of values; I14 a value names nothing but an event
 *   <dt>Does not</dt><dd>know what an event is: it is given a function that opens one
 * </dl>
 */
@NullMarked
package io.penstock.route;

import org.jspecify.annotations.NullMarked;

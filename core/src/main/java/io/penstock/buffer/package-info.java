/**
 * Encoded records wait here, in memory, until the flush thread has them in a file.
 *
 * <dl>
 *   <dt>In</dt><dd>any thread: {@link io.penstock.buffer.EventBuffer#append}
 *   <dt>Out</dt><dd>the flush thread: {@link io.penstock.buffer.ShardReader}, and {@link io.penstock.buffer.ControlPage} for what it has written
 *   <dt>Guarantees</dt><dd>I3 one thread's records in order; I4 through tickets; I5 an append does nothing but copy; I6 a frame is seen whole or not at all; I7 a closed buffer takes no claim;
 *       I13 {@link io.penstock.buffer.BufferPool} never exceeds its bound
 *   <dt>May lose</dt><dd>nothing; a record that does not fit is refused and counted by the caller
 *   <dt>Does not</dt><dd>encode, merge, write, wait (but for an oversize record's caller)
 * </dl>
 */
@NullMarked
package io.penstock.buffer;

import org.jspecify.annotations.NullMarked;

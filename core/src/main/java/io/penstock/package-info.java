/**
 * The entry: {@link io.penstock.Penstock} is one pipeline, {@link io.penstock.Lease} shares one among appenders. Wires the rooms, in the order of the data's way:
 *
 * <pre>
 *   route → buffer (claim, publish) → flush (cut, merge, write, commit) → file (rotate, seal)
 * </pre>
 *
 * <p>The whole, with the invariants I1 to I14 and the rules R1 to R3 that comments cite, is in {@code docs/architecture.md}.
 *
 * <dl>
 *   <dt>In</dt><dd>encoded records and their routing values, from any thread: {@link io.penstock.Penstock#append}
 *   <dt>Out</dt><dd>an {@link io.penstock.Append} for each record; files in the spool; {@link io.penstock.Penstock#stats}
 *   <dt>Guarantees</dt><dd>I1 every record is accepted, refused or dropped, and counted as such; I5 appending neither locks nor allocates while there is room
 *   <dt>May lose</dt><dd>what is in the buffers when the process dies; what cannot be written before the time to close is over, counted {@code lostWrite}
 *   <dt>Does not</dt><dd>encode, log, or write to standard output: it reports to a {@link io.penstock.status.StatusListener}
 * </dl>
 */
@NullMarked
package io.penstock;

import org.jspecify.annotations.NullMarked;

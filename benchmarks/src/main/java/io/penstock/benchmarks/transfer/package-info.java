/**
 * Ways to bring one large sealed file into a store: Penstock's uploader, and what the SDK offers for it.
 *
 * <dl>
 *   <dt>In</dt><dd>a sealed file in its spool, a {@link io.penstock.benchmarks.transfer.Destination}
 *   <dt>Out</dt><dd>one object, and the time until its store has confirmed it
 *   <dt>Guarantees</dt><dd>same file, part size, concurrency and server for all
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;

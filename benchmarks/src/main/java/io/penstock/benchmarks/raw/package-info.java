/**
 * Core's append without a framework: producers hand finished bytes to {@link io.penstock.Penstock#append}, and the lines are counted on disk.
 *
 * <dl>
 *   <dt>In</dt><dd>producers, records, record length, events
 *   <dt>Out</dt><dd>a {@link io.penstock.benchmarks.raw.RawResult}
 *   <dt>Does not</dt><dd>log, encode, ask the clock for every record: the timestamp is the caller's, and only names files
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks.raw;

import org.jspecify.annotations.NullMarked;

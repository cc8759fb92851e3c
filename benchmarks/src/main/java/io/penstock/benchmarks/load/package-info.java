/**
 * The service that logs: how much, of which events, from how many threads, through either framework's own API.
 *
 * <dl>
 *   <dt>In</dt><dd>a {@link io.penstock.benchmarks.load.Load}
 *   <dt>Out</dt><dd>log calls, and what was logged: the last number per thread and event
 *   <dt>Threads</dt><dd>one per worker, started together
 *   <dt>Does not</dt><dd>know which appender is behind the logger
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks.load;

import org.jspecify.annotations.NullMarked;

/**
 * What is counted and what is told. Every room may use it; it knows none of them.
 *
 * <dl>
 *   <dt>In</dt><dd>{@link io.penstock.status.EventCounters}, by the names of {@link io.penstock.status.Counter}; {@link io.penstock.status.Reports}
 *   <dt>Out</dt><dd>{@link io.penstock.status.PipelineStats}, the MXBean, and the framework's status channel: {@link io.penstock.status.StatusListener}
 *   <dt>Threads</dt><dd>any
 *   <dt>Guarantees</dt><dd>a trouble is told once, then at most every minute, and its end with how often it happened
 * </dl>
 */
@NullMarked
package io.penstock.status;

import org.jspecify.annotations.NullMarked;

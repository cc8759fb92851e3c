/**
 * One run of one contender in a JVM of its own: the child logs, drains and says how long it took; the parent reads the files back.
 *
 * <dl>
 *   <dt>In</dt><dd>a contender, a load, an empty directory
 *   <dt>Out</dt><dd>a {@link io.penstock.benchmarks.run.RunResult}
 *   <dt>Guarantees</dt><dd>time runs from the first log call to the end of the framework's own stop; reading back is not timed
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks.run;

import org.jspecify.annotations.NullMarked;

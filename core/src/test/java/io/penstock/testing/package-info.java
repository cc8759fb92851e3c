/**
 * What tests need of the machine, said at the test.
 *
 * <dl>
 *   <dt>In<dd>{@code @RequiresRoot}, {@code @RequiresCommand}, {@code @RequiresMount}, {@code @RequiresJdk25} on a test or its class; {@link io.penstock.testing.ChildJvm} for a JVM of its own
 *   <dt>Out<dd>the test runs, or is skipped with the reason shown; with {@code -Dpenstock.ci=true} it fails instead of being skipped
 *   <dt>Does not<dd>install anything; {@code .ci/run} does that
 * </dl>
 */
@NullMarked
package io.penstock.testing;

import org.jspecify.annotations.NullMarked;

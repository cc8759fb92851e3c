/**
 * Applications whose files are uploaded while they log: measured, and killed on the way.
 *
 * <dl>
 *   <dt>In</dt><dd>a local S3 server in a process of its own
 *   <dt>Out</dt><dd>{@link io.penstock.benchmarks.upload.ApplicationResult}, {@link io.penstock.benchmarks.upload.KilledUpload.Outcome}
 *   <dt>Guarantees</dt><dd>no rate without every stored byte read back
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks.upload;

import org.jspecify.annotations.NullMarked;

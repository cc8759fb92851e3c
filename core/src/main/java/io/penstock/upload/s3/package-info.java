/**
 * An {@link io.penstock.upload.ObjectStore} on the AWS SDK's S3 client.
 *
 * <dl>
 *   <dt>In</dt><dd>{@link io.penstock.upload.s3.S3Opener}, which can be loaded without the SDK
 *   <dt>Guarantees</dt><dd>I12 every object is written on the condition that none is there, as far as the store knows conditions; every part carries a checksum that
 *       the store verifies; I13 a part is sent from the caller's array, without a copy; a stalled connection is given up
 *   <dt>Does not</dt><dd>retry for long, compute checksums, keep anything on disk
 * </dl>
 */
@NullMarked
package io.penstock.upload.s3;

import org.jspecify.annotations.NullMarked;

/**
 * What is in a bucket of the local S3 server, read back past the uploader and compared with the manifest.
 *
 * <dl>
 *   <dt>In<dd>a spool that has uploaded, and its bucket
 *   <dt>Out<dd>an assertion that failed, or the sealed files again, made of the objects alone
 *   <dt>Threads<dd>the test's
 *   <dt>Does not<dd>use a class of the product: objects come through the SDK, are decoded by the commands that the documentation names, and the manifest is read as JSON
 * </dl>
 */
@NullMarked
package io.penstock.testing.archive;

import org.jspecify.annotations.NullMarked;

/**
 * Google Cloud Storage on loopback, as far as its Java client asks for it over JSON and HTTP.
 *
 * <dl>
 *   <dt>In<dd>{@link io.penstock.testing.gcs.GcsEmulator}: buckets, faults, and a look at what is stored; the client through HTTP
 *   <dt>Out<dd>answers as the real service gives them, refusals included: checksums, offsets, preconditions, source counts and names are checked
 *   <dt>Threads<dd>one per connection, daemons
 *   <dt>Does not<dd>check credentials, keep versions, speak XML or gRPC
 * </dl>
 */
@NullMarked
package io.penstock.testing.gcs;

import org.jspecify.annotations.NullMarked;

/**
 * An {@link io.penstock.upload.ObjectStore} on Google's storage client, over JSON and HTTP.
 *
 * <dl>
 *   <dt>Purpose</dt><dd>parts become temporary objects, composed 32 at a time into the object of the key
 *   <dt>In</dt><dd>{@link io.penstock.upload.gcs.GcsOpener}, the only class that stands without the client on the class path
 *   <dt>Threads</dt><dd>requests run on the caller's; {@code penstock-upload-watch} breaks off those that take too long, and lives only
 *       while there are requests
 *   <dt>Guarantees</dt><dd>I12 nothing is overwritten, the last composition included; I13 no part is copied; temporary objects go with the
 *       composition itself, or with {@code abort}, or with {@code removeUnfinished}
 *   <dt>Does not</dt><dd>retry for ever; verify a finished object: it only describes it
 * </dl>
 */
@NullMarked
package io.penstock.upload.gcs;

import org.jspecify.annotations.NullMarked;

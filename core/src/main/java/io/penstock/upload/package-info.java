/**
 * Sealed files become verified objects here: transform, upload, verify, register, delete.
 *
 * <dl>
 *   <dt>Purpose</dt><dd>every sealed file in the store, once, registered in the manifest, and only then gone from the disk
 *   <dt>In</dt><dd>{@link io.penstock.upload.Uploader}; sealed files through {@link io.penstock.upload.SealedQueue}
 *   <dt>Out</dt><dd>objects through {@link io.penstock.upload.ObjectStore}; the manifest; {@link io.penstock.upload.UploadListener}
 *   <dt>Threads</dt><dd>{@code penstock-upload-n}, as many as the store's concurrency, and {@code penstock-uploads}, which says which
 *       file is next; nobody waits for them but a stop, within its time
 *   <dt>Guarantees</dt><dd>I11 a file is deleted only after its object is verified and registered; a crash between any two steps repeats
 *       one, and skips none; I12 no key written twice; I13 heap is parts × concurrency, never the file's size
 *   <dt>May lose</dt><dd>nothing; what cannot be uploaded stays in the spool until its retention gives it up
 *   <dt>Does not</dt><dd>know records, write live files, load an SDK's class before the first file
 * </dl>
 */
@NullMarked
package io.penstock.upload;

import org.jspecify.annotations.NullMarked;

/** An {@link io.penstock.upload.ObjectStore} on Google's storage client. */
@NullMarked
package io.penstock.upload.gcs;

import org.jspecify.annotations.NullMarked;

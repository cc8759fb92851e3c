/** An {@link io.penstock.upload.ObjectStore} on plain files. */
@NullMarked
package io.penstock.upload.directory;

import org.jspecify.annotations.NullMarked;

/**
 * Reads back what was uploaded and compares it with the manifest. Knows nothing of the uploader: objects come through the SDK or from the disk, and are decoded by
 * the libraries themselves.
 */
@NullMarked
package io.penstock.benchmarks.archive;

import org.jspecify.annotations.NullMarked;

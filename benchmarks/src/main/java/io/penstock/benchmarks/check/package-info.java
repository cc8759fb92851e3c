/**
 * Reads back what a run left on disk and compares it, line by line, with what was logged. Knows nothing of the writer.
 */
@NullMarked
package io.penstock.benchmarks.check;

import org.jspecify.annotations.NullMarked;

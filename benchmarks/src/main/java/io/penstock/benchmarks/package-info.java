/**
 * The quick start, the comparison with the frameworks' own appenders and core's raw append rate, as commands.
 *
 * <dl>
 *   <dt>In</dt><dd>command-line options, see {@code benchmarks/README.md}
 *   <dt>Out</dt><dd>tables on the screen, JSON, Markdown and SVG under {@code target/}
 *   <dt>Guarantees</dt><dd>no rate without the lines counted on disk
 * </dl>
 */
@NullMarked
package io.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * The appenders that are compared, each a configuration file under {@code contenders/} that its framework loads as it is.
 */
@NullMarked
package io.penstock.benchmarks.contender;

import org.jspecify.annotations.NullMarked;

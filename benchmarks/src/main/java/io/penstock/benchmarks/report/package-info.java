/**
 * Turns results into what people read: a line about the machine, tables, a chart.
 */
@NullMarked
package io.penstock.benchmarks.report;

import org.jspecify.annotations.NullMarked;

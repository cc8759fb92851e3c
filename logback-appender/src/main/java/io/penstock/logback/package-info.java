/**
 * Penstock as a Logback appender: logging events come in, encoded records go to the pipeline of their event.
 *
 * <dl>
 *   <dt>Purpose</dt><dd>{@link io.penstock.logback.EventFileAppender} and the elements nested in it; they record the text of the configuration, core
 *       parses it
 *   <dt>In</dt><dd>Joran sets the elements up and calls {@code start} and {@code stop}; any thread appends
 *   <dt>Out</dt><dd>{@link io.penstock.Penstock#append}; reports go to Logback's status manager
 *   <dt>Threads</dt><dd>records are encoded and appended on the calling thread, nested to any depth; none of our own
 *   <dt>Guarantees</dt><dd>every problem of a configuration is listed at once and none is thrown; a record is appended or counted; a reconfiguration
 *       loses no record that reached the appender while there was room to keep it
 *   <dt>May lose</dt><dd>what Logback does not hand to any appender between the old configuration and the new
 *   <dt>Does not</dt><dd>parse values, wait, write files
 * </dl>
 */
@NullMarked
package io.penstock.logback;

import org.jspecify.annotations.NullMarked;

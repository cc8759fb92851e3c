/**
 * {@code <EventFile>}: Log4j2's log events become records in Penstock's per-event files.
 *
 * <dl>
 *   <dt>In
 *   <dd>any thread: {@link io.penstock.log4j2.EventFileAppender#append}; the configuration's elements, as text, through {@link
 *       io.penstock.log4j2.ElementRecorder}
 *   <dt>Out
 *   <dd>encoded records to {@link io.penstock.Penstock#append}; settings to {@link io.penstock.config.PenstockConfig#parse}; what an operator must know to the
 *       StatusLogger
 *   <dt>Threads
 *   <dd>none of its own; nothing here locks or waits, core does where the overflow policy says so
 *   <dt>Guarantees
 *   <dd>a wrong configuration is reported whole and never thrown into the framework; the event is read from the log event's own context data; whatever fails while
 *       encoding is counted and follows {@code ignoreExceptions}
 *   <dt>May lose
 *   <dd>nothing uncounted
 *   <dt>Does not
 *   <dd>parse values, know defaults, open files
 * </dl>
 */
@NullMarked
package io.penstock.log4j2;

import org.jspecify.annotations.NullMarked;

/**
 * What the user wrote becomes an immutable {@link io.penstock.config.PenstockConfig}, or a list of everything that is wrong with it.
 *
 * <dl>
 *   <dt>In</dt><dd>adapters and programs: {@link io.penstock.config.PenstockConfig#parse}; a routing value: {@link io.penstock.config.EventNames#sanitise}
 *   <dt>Out</dt><dd>{@link io.penstock.config.ParsedConfig}; every other room reads its own record
 *   <dt>Threads</dt><dd>any; everything public is immutable
 *   <dt>Guarantees</dt><dd>every problem at once, each naming element, setting, value and rule; nothing repaired in silence; I14 an event name is a plain file name;
 *       credentials appear in no message
 *   <dt>May lose</dt><dd>nothing
 *   <dt>Does not</dt><dd>resolve variables, create directories, open files, ask a name service, know a framework
 * </dl>
 */
@NullMarked
package io.penstock.config;

import org.jspecify.annotations.NullMarked;

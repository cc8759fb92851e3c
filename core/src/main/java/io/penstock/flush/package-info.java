/**
 * One thread brings what the buffers hold into the files: swap, cut, merge by ticket, pack, write, commit, zero.
 *
 * <dl>
 *   <dt>In</dt><dd>frames: {@link io.penstock.buffer.ShardReader}; signals: {@link io.penstock.flush.FlushThread#signal}
 *   <dt>Out</dt><dd>bytes: {@link io.penstock.file.LiveFile#append}, by a second thread, so that merging overlaps writing
 *   <dt>Threads</dt><dd>{@code penstock-flush} owns everything here; {@code penstock-flush-write} owns a batch from hand-over to completion
 *   <dt>Guarantees</dt><dd>I4 order by ticket up to a cut; I6 write, commit, zero; I7 it alone swaps; I8 it never sleeps for one event; I9 a failed write is made again, byte for byte
 *   <dt>May lose</dt><dd>what could not be written before the time to close was over; counted {@code lostWrite}
 *   <dt>Does not</dt><dd>open, seal or delete files: it asks the file room
 * </dl>
 */
@NullMarked
package io.penstock.flush;

import org.jspecify.annotations.NullMarked;

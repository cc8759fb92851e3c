/**
 * Bytes become files here: live while they are written, sealed under their final name afterwards.
 *
 * <dl>
 *   <dt>Purpose</dt><dd>one live file for each event, the next one prepared ahead, old ones sealed, within bounds
 *   <dt>In</dt><dd>{@link io.penstock.file.Spool}; the flush thread: {@link io.penstock.file.EventFiles},
 *       {@link io.penstock.file.LiveFile}; whoever takes sealed files away: {@link io.penstock.file.SealedFiles}
 *   <dt>Out</dt><dd>{@code <event>.log}, {@code sealed/}, and what {@code .penstock/} tells of them ({@code SpoolPaths})
 *   <dt>Threads</dt><dd>a live file is its writer's; {@code penstock-files} prepares and discards, and does nothing that syncs;
 *       {@code penstock-seal} truncates, syncs, renames, recovers and keeps within bounds. A file's name and end belong to the
 *       thread that holds it in its {@code Lane}. No thread waits for either of the two;
 *       {@link io.penstock.file.SealedFiles} is any thread's
 *   <dt>Guarantees</dt><dd>I2 the bytes as given, no padding, no NUL, nothing written twice; I8 one owner; I9 short writes are
 *       continued; I10 the old file is written on until the new one is there; I13 what is unsealed and what is kept is bounded;
 *       a sealed file never changes and no rename replaces a file; I11 what waits to be uploaded goes by {@code done}
 *       or for want of room alone, and a step that a crash cut short can be repeated
 *   <dt>May lose</dt><dd>sealed files to {@code maxTotalSize} and {@code minFree}, counted; live files that others remove,
 *       truncate or replace, counted {@code lostRemoved}; what the page cache held when the machine died, as {@code sync} says
 *   <dt>Does not</dt><dd>know records, order, merge, upload
 * </dl>
 */
@NullMarked
package io.penstock.file;

import org.jspecify.annotations.NullMarked;

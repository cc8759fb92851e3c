/**
 * What the operating system gives beyond the JDK, behind one interface.
 *
 * <dl>
 *   <dt>In</dt><dd>{@link io.penstock.platform.Platform#get}, any thread
 *   <dt>Out</dt><dd>page-aligned memory, and on Linux the file calls that direct I/O needs
 *   <dt>Guarantees</dt><dd>memory is never unmapped; a failed call names itself, its arguments and the error; EINTR is retried
 *   <dt>May lose</dt><dd>nothing: short writes are returned, not hidden
 *   <dt>Does not</dt><dd>buffer, position, retry anything but EINTR. JNA is touched by {@code NativePlatform} alone
 * </dl>
 */
@NullMarked
package io.penstock.platform;

import org.jspecify.annotations.NullMarked;

package io.penstock.upload;

import org.jspecify.annotations.Nullable;

/**
 * A part of an object.
 *
 * @param number from 1, without gaps
 * @param bytes the first {@code length} are the part; the array is reused when the part has been sent
 * @param crc32c of these bytes
 * @param md5 of these bytes, null unless the store wants it
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a reused buffer; never compared
public record Part(int number, byte[] bytes, int length, int crc32c, byte @Nullable [] md5) {}

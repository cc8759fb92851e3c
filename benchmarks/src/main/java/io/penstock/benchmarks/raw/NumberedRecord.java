package io.penstock.benchmarks.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record of fixed length, ending in a line feed, that carries its producer and a number which counts up in place.
 *
 * <pre>
 *   0          3          4         16
 *   +----------+----------+----------+---------------+----+
 *   | producer | ' '      | number   | padding       | \n |
 *   +----------+----------+----------+---------------+----+
 *   both in decimal digits with leading zeros
 * </pre>
 */
final class NumberedRecord {
    static final int SHORTEST_BYTES = 24;

    private static final int PRODUCER_DIGITS = 3;
    private static final int NUMBER_START = PRODUCER_DIGITS + 1;
    private static final int NUMBER_END = 16;

    private final byte[] bytes;

    NumberedRecord(int producer, int lengthBytes) {
        bytes = new byte[lengthBytes];
        Arrays.fill(bytes, (byte) '.');
        byte[] head = "%03d %012d ".formatted(producer, 0).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, bytes, 0, head.length);
        bytes[lengthBytes - 1] = '\n';
    }

    /** The same array every time, with the next number, from 1. */
    byte[] next() {
        int digit = NUMBER_END - 1;
        while (bytes[digit] == '9') {
            bytes[digit--] = '0';
        }
        bytes[digit]++;
        return bytes;
    }

    static int producer(byte[] buffer, int start) {
        return (int) decimal(buffer, start, start + PRODUCER_DIGITS);
    }

    static long number(byte[] buffer, int start) {
        return decimal(buffer, start + NUMBER_START, start + NUMBER_END);
    }

    private static long decimal(byte[] buffer, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = 10 * value + buffer[i] - '0';
        }
        return value;
    }
}

package io.penstock.flush;

import java.util.Arrays;

/**
 * Where records end behind the last block boundary, bytes from that boundary: so that of a partial block which is kept
 * back, or has been written in part by a failed attempt, each whole record can be counted. Flush thread only.
 */
final class TailRecords {
    private static final int INITIAL = 128;

    /** A block is far smaller than 64 KB. */
    private char[] ends = new char[INITIAL];

    private int count;

    void clear() {
        count = 0;
    }

    /** A record ends there, at or behind the one added last. */
    void add(int end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = (char) end;
    }

    void copy(TailRecords other) {
        ends = Arrays.copyOf(other.ends, other.ends.length);
        count = other.count;
    }

    int count() {
        return count;
    }

    /** Records of which all bytes are among the first {@code bytes}. */
    int endingWithin(long bytes) {
        int within = 0;
        while (within < count && ends[within] <= bytes) {
            within++;
        }
        return within;
    }
}

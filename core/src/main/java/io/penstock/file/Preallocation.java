package io.penstock.file;

import io.penstock.platform.FileCalls;
import java.io.IOException;

/**
 * Reserves blocks ahead of the write position, without changing the visible length, in steps doubling from 1 MB up to the
 * rotation size. A help, not a condition: where it fails the file is written without it.
 */
final class Preallocation {
    private static final long FIRST_STEP_BYTES = 1 << 20;
    /** So that a file without a rotation size does not reserve as much as it holds. */
    private static final long MOST_STEP_BYTES = 256 << 20;

    private final FileCalls calls;
    private final int fd;
    private long upTo;
    private long step = FIRST_STEP_BYTES;
    private long limit;

    /** @param limit the rotation size; 0 for none at all */
    Preallocation(FileCalls calls, int fd, long limit) {
        this.calls = calls;
        this.fd = fd;
        this.limit = limit;
    }

    /** Before bytes are written up to {@code end}. */
    void reach(long end) {
        while (upTo < end && upTo < limit) {
            long length = Math.min(step, limit - upTo);
            try {
                calls.fallocateKeepSize(fd, upTo, length);
            } catch (IOException e) {
                limit = 0; // not supported, or the disk is full: the write itself will tell
                return;
            }
            upTo += length;
            step = Math.min(2 * step, MOST_STEP_BYTES);
        }
    }
}

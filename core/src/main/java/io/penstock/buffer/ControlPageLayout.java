package io.penstock.buffer;

/**
 * Where an event's durable state stands. The only place that knows the offsets.
 *
 * <pre>
 *   0       copy 0        0   long  epoch: the copy with the higher one is valid
 *                         8   long  file: how many files of this event came before
 *                         16  long  committed length of the live file, bytes
 *                         24  long  records in it
 *                         32  long  earliest timestamp in it, nanoseconds since the epoch
 *                         40  long  latest timestamp
 *                         48  int   tail length: bytes that follow the committed length, kept back for a whole block
 *                         64  long[72]  cursor per shard: the first frame that is neither in the file nor in the tail
 *   4096    tail of copy 0, up to one block
 *   8192    copy 1, and at 12288 its tail
 *   16384   intent        0   long  epoch the next commit will have
 *                         64  long[72]  cursor per shard after it
 * </pre>
 */
final class ControlPageLayout {
    static final int MAX_SHARDS = 72;
    static final int TAIL_BYTES = 4096;

    static final int EPOCH = 0;
    static final int FILE = 8;
    static final int LENGTH = 16;
    static final int RECORDS = 24;
    static final int EARLIEST = 32;
    static final int LATEST = 40;
    static final int TAIL_LENGTH = 48;
    static final int CURSORS = 64;
    static final int TAIL = 4096;

    static final int COPY_BYTES = TAIL + TAIL_BYTES;
    static final int INTENT = 2 * COPY_BYTES;
    static final int BYTES = INTENT + 4096;

    private ControlPageLayout() {}
}

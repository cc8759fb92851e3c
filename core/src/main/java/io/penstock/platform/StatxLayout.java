package io.penstock.platform;

import java.nio.ByteBuffer;

/**
 * <pre>{@code struct statx, of its 256 bytes:
 *   28 short mode | 32 long inode | 40 long size | 136 int major, 140 int minor of the device}</pre>
 */
final class StatxLayout {
    static final int BYTES = 256;
    /** Type, mode, links, owner, times, inode, size, blocks. */
    static final int BASIC = 0x7ff;

    private StatxLayout() {}

    static FileStatus status(ByteBuffer memory) {
        return new FileStatus(
                device(Integer.toUnsignedLong(memory.getInt(136)), Integer.toUnsignedLong(memory.getInt(140))),
                memory.getLong(32),
                FileStatus.isRegular(Short.toUnsignedInt(memory.getShort(28))),
                memory.getLong(40));
    }

    /** As the C library, and with it the JDK, puts the two together: makedev(3). */
    private static long device(long major, long minor) {
        return (major & 0xffff_f000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffff_ff00L) << 12 | (minor & 0xff);
    }
}

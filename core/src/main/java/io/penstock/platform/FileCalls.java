package io.penstock.platform;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Linux file calls that the JDK does not have. Every one retries EINTR, throws {@link ErrnoException} when the call fails,
 * and may be used by any thread; descriptors are the caller's to keep and to close.
 */
public interface FileCalls {
    /**
     * A new file for appending through the page cache; EEXIST where there is one. Its mode is 0600 until the caller sets
     * another. Whatever position a write is given, it goes to the end of the file: so no hole can come into a file that
     * somebody else truncates. As far as kernel and filesystem allow, the file is locked against all other openers' locks
     * until the descriptor is closed and no write is under way any more; closing another descriptor does not end that.
     */
    int create(Path path) throws ErrnoException;

    /**
     * A second descriptor on an existing file, for appending with O_DIRECT; on NFS for writing at the position given. Follows
     * no link.
     */
    int openDirect(Path path) throws ErrnoException;

    /**
     * Writes {@code data[offset, offset + length)} at {@code position} of the file in one {@code pwritev}.
     *
     * @param data a direct buffer; for O_DIRECT, address, length and position must be multiples of the block size
     * @return how many bytes were written: may be fewer than {@code length}
     */
    int pwritev(int fd, ByteBuffer data, int offset, int length, long position) throws ErrnoException;

    /** Reserves blocks for {@code [offset, offset + length)} without changing the file's length. */
    void fallocateKeepSize(int fd, long offset, long length) throws ErrnoException;

    /** Sets the length; blocks reserved behind it are given back. */
    void ftruncate(int fd, long length) throws ErrnoException;

    /** What was written, and the length, is durable when this returns. */
    void fdatasync(int fd) throws ErrnoException;

    void close(int fd) throws ErrnoException;

    /** {@code renameat2(RENAME_NOREPLACE)}: EEXIST where {@code to} exists; EINVAL or ENOSYS where it cannot be had. */
    void renameNoReplace(Path from, Path to) throws ErrnoException;
}

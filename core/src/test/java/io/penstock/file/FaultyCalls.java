package io.penstock.file;

import io.penstock.platform.ErrnoException;
import io.penstock.platform.FileCalls;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The real calls, until told otherwise. Knows which writes were direct, and that no byte was written twice. */
final class FaultyCalls implements FileCalls {
    private final FileCalls real;
    final List<String> calls = new ArrayList<>();
    private long writtenTo;
    private int directFd = -1;

    /** From the length asked for to the length written. A negative result is thrown as that errno. */
    IntUnaryOperator directWrites = IntUnaryOperator.identity();

    IntUnaryOperator bufferedWrites = IntUnaryOperator.identity();
    boolean syncFails;

    FaultyCalls(FileCalls real) {
        this.real = real;
    }

    @Override
    public int create(Path path) throws ErrnoException {
        return real.create(path);
    }

    @Override
    public int openDirect(Path path) throws ErrnoException {
        directFd = real.openDirect(path);
        return directFd;
    }

    @Override
    public int pwritev(int fd, ByteBuffer data, int offset, int length, long position) throws ErrnoException {
        boolean direct = fd == directFd;
        int allowed = (direct ? directWrites : bufferedWrites).applyAsInt(length);
        calls.add((direct ? "direct " : "buffered ") + position + "+" + length);
        if (position != writtenTo) {
            throw new AssertionError("written up to " + writtenTo + ", now at " + position);
        }
        if (allowed < 0) {
            throw new ErrnoException("pwritev(fd=" + fd + ", bytes=" + length + ", offset=" + position + ")", -allowed);
        }
        int written = allowed == 0 ? 0 : real.pwritev(fd, data, offset, allowed, position);
        writtenTo += written;
        return written;
    }

    @Override
    public void fallocateKeepSize(int fd, long offset, long length) throws ErrnoException {
        calls.add("fallocate " + offset + "+" + length);
        real.fallocateKeepSize(fd, offset, length);
    }

    @Override
    public void ftruncate(int fd, long length) throws ErrnoException {
        real.ftruncate(fd, length);
    }

    @Override
    public void fdatasync(int fd) throws ErrnoException {
        calls.add("fdatasync");
        if (syncFails) {
            throw new ErrnoException("fdatasync(fd=" + fd + ")", ErrnoException.EIO);
        }
        real.fdatasync(fd);
    }

    @Override
    public void close(int fd) throws ErrnoException {
        if (fd == directFd) {
            directFd = -1;
        }
        real.close(fd);
    }

    @Override
    public void renameNoReplace(Path from, Path to) throws ErrnoException {
        real.renameNoReplace(from, to);
    }
}

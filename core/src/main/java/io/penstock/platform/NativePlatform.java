package io.penstock.platform;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit Linux through JNA direct mapping. The only class that touches JNA; never loaded where the portable platform is
 * forced. Addresses travel as longs, so no call but {@link #renameNoReplace} allocates.
 */
final class NativePlatform implements Platform, FileCalls {
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x02 | 0x20 | 0x8000;
    private static final long MAP_FAILED = -1;
    private static final int O_WRONLY = 0x1;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OWNER_READ_WRITE = 0600;
    private static final int FALLOC_FL_KEEP_SIZE = 0x1;
    private static final int AT_FDCWD = -100;
    private static final int RENAME_NOREPLACE = 0x1;
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    /** About a thirtieth of the weight of an ordinary thread. */
    private static final int NICE = 15;

    /** Paths are passed as the bytes that the JDK itself would pass. */
    private static final Charset PATH_CHARSET = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final int directFlag = directFlag();
    private final @Nullable Function renameat2;

    /** One {@code struct iovec} {address, length} for each thread that writes. */
    private final ThreadLocal<Vector> vectors = ThreadLocal.withInitial(Vector::new);

    private NativePlatform(@Nullable Function renameat2) {
        this.renameat2 = renameat2;
    }

    /** @throws LinkageError or RuntimeException where anything of it is missing */
    static Platform load() {
        if (!com.sun.jna.Platform.isLinux() || Native.POINTER_SIZE != 8) {
            throw new UnsatisfiedLinkError("not a 64-bit Linux: " + com.sun.jna.Platform.RESOURCE_PREFIX);
        }
        NativeLibrary libc = NativeLibrary.getInstance("c");
        Native.register(Libc.class, libc);
        return new NativePlatform(optional(libc, "renameat2"));
    }

    private static @Nullable Function optional(NativeLibrary libc, String name) {
        try {
            return libc.getFunction(name); // older than glibc 2.28 and musl: absent
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    private static int directFlag() {
        String architecture = com.sun.jna.Platform.ARCH;
        if (architecture.startsWith("aarch64") || architecture.startsWith("arm")) {
            return 0x10000;
        }
        return architecture.startsWith("ppc") ? 0x20000 : 0x4000;
    }

    @Override
    public ByteBuffer map(int bytes) {
        long address = Libc.mmap(0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_POPULATE, -1, 0);
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError(
                    new ErrnoException("mmap(bytes=" + bytes + ")", Native.getLastError()).getMessage());
        }
        return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Optional<FileCalls> fileCalls() {
        return Optional.of(this);
    }

    @Override
    public boolean yieldToOthers() {
        return Libc.setpriority(PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
    }

    @Override
    public String description() {
        return "native, " + com.sun.jna.Platform.RESOURCE_PREFIX;
    }

    @Override
    public int create(Path path) throws ErrnoException {
        byte[] name = bytes(path);
        return checked(
                () -> Libc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_READ_WRITE),
                () -> "open(" + path + ", O_WRONLY|O_CREAT|O_EXCL)");
    }

    @Override
    public int openDirect(Path path) throws ErrnoException {
        byte[] name = bytes(path);
        return checked(
                () -> Libc.open(name, O_WRONLY | O_CLOEXEC | directFlag, 0),
                () -> "open(" + path + ", O_WRONLY|O_DIRECT)");
    }

    @Override
    public int pwritev(int fd, ByteBuffer data, int offset, int length, long position) throws ErrnoException {
        Objects.checkFromIndexSize(offset, length, data.capacity());
        Vector vector = vectors.get();
        vector.set(Pointer.nativeValue(Native.getDirectBufferPointer(data)) + offset, length);
        try {
            return checked(
                    () -> (int) Libc.pwritev(fd, vector.address, 1, position),
                    () -> "pwritev(fd=" + fd + ", bytes=" + length + ", offset=" + position + ")");
        } finally {
            Reference.reachabilityFence(data);
        }
    }

    @Override
    public void fallocateKeepSize(int fd, long offset, long length) throws ErrnoException {
        checked(
                () -> Libc.fallocate(fd, FALLOC_FL_KEEP_SIZE, offset, length),
                () -> "fallocate(fd=" + fd + ", KEEP_SIZE, offset=" + offset + ", bytes=" + length + ")");
    }

    @Override
    public void ftruncate(int fd, long length) throws ErrnoException {
        checked(() -> Libc.ftruncate(fd, length), () -> "ftruncate(fd=" + fd + ", bytes=" + length + ")");
    }

    @Override
    public void fdatasync(int fd) throws ErrnoException {
        checked(() -> Libc.fdatasync(fd), () -> "fdatasync(fd=" + fd + ")");
    }

    @Override
    public void close(int fd) throws ErrnoException {
        // never repeated: on Linux the descriptor is gone also after EINTR, and its number may be another file's
        if (Libc.close(fd) != 0 && Native.getLastError() != ErrnoException.EINTR) {
            throw new ErrnoException("close(fd=" + fd + ")", Native.getLastError());
        }
    }

    @Override
    public void renameNoReplace(Path from, Path to) throws ErrnoException {
        Function function = renameat2;
        Supplier<String> call = () -> "renameat2(" + from + ", " + to + ", NOREPLACE)";
        if (function == null) {
            throw new ErrnoException(call.get(), ErrnoException.ENOSYS);
        }
        Object[] arguments = {AT_FDCWD, bytes(from), AT_FDCWD, bytes(to), RENAME_NOREPLACE};
        checked(() -> function.invokeInt(arguments), call);
    }

    /** Calls until it is not interrupted; the result, which is not negative. */
    private static int checked(IntSupplier call, Supplier<String> shown) throws ErrnoException {
        while (true) {
            int result = call.getAsInt();
            if (result >= 0) {
                return result;
            }
            int errno = Native.getLastError();
            if (errno != ErrnoException.EINTR) {
                throw new ErrnoException(shown.get(), errno);
            }
        }
    }

    private static byte[] bytes(Path path) {
        byte[] name = path.toString().getBytes(PATH_CHARSET);
        return Arrays.copyOf(name, name.length + 1); // the C string's end
    }

    /** <pre>{@code struct iovec { 0 long address; 8 long length }}</pre> */
    private static final class Vector {
        private final ByteBuffer memory = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        private final long address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));

        private void set(long start, long length) {
            memory.putLong(0, start).putLong(8, length);
        }
    }

    /** The calls themselves. {@code open} is variadic in C, which on the 64-bit Linux ABIs is passed like any other call. */
    private static final class Libc {
        static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

        static native int open(byte[] path, int flags, int mode);

        static native long pwritev(int fd, long vector, int count, long offset);

        static native int fallocate(int fd, int mode, long offset, long length);

        static native int ftruncate(int fd, long length);

        static native int fdatasync(int fd);

        static native int close(int fd);

        /** Of a thread, not of the process, whatever POSIX says: setpriority(2), "C library/kernel differences". */
        static native int setpriority(int which, int who, int nice);
    }
}

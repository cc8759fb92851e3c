package io.penstock.platform;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit Linux through JNA. The only class that touches JNA; never loaded where the portable platform is forced.
 * Addresses travel as longs.
 */
final class NativePlatform implements Platform, FileCalls {
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x02 | 0x20 | 0x8000;
    private static final long MAP_FAILED = -1;
    private static final int MADV_DONTNEED = 4;
    private static final int O_WRONLY = 0x1;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_OFD_SETLK = 37;
    private static final int SEEK_HOLE = 4;
    private static final int OWNER_READ_WRITE = 0600;
    private static final int FALLOC_FL_KEEP_SIZE = 0x1;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int RENAME_NOREPLACE = 0x1;
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    /** About a thirtieth of the weight of an ordinary thread. */
    private static final int NICE = 15;

    /** Paths are passed as the bytes that the JDK itself would pass. */
    private static final Charset PATH_CHARSET = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final int directFlag = architectureFlag(0x4000, 0x10000, 0x20000);
    private final int noFollowFlag = architectureFlag(0x20000, 0x8000, 0x8000);
    private final ByteBuffer wholeFile = wholeFile();
    private volatile boolean hasStatx;

    /**
     * One {@code struct iovec} for each thread that writes, {@code 0 long address; 8 long length}. The value is of a class
     * of the JDK's, so that a thread of the application's that has written once does not keep our class loader.
     */
    private final ThreadLocal<ByteBuffer> vectors =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()));

    /** One {@code struct statx} for each thread that asks; of a JDK class, as above. */
    private final ThreadLocal<ByteBuffer> statuses = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(StatxLayout.BYTES).order(ByteOrder.nativeOrder()));

    /** Guarded by this. */
    private @Nullable Cleaner unmapper;

    private NativePlatform() {}

    /** @throws LinkageError or RuntimeException where anything of it is missing */
    static Platform load() {
        if (!com.sun.jna.Platform.isLinux() || Native.POINTER_SIZE != 8) {
            throw new UnsatisfiedLinkError("not a 64-bit Linux: " + com.sun.jna.Platform.RESOURCE_PREFIX);
        }
        NativePlatform platform = new NativePlatform();
        platform.hasStatx = Libc.STATX != null;
        return platform;
    }

    /** The flags of open(2) that are not the same number everywhere. */
    private static int architectureFlag(int general, int arm, int power) {
        String architecture = com.sun.jna.Platform.ARCH;
        if (architecture.startsWith("aarch64") || architecture.startsWith("arm")) {
            return arm;
        }
        return architecture.startsWith("ppc") ? power : general;
    }

    /**
     * An exclusive lock of the whole file.
     *
     * <pre>{@code struct flock { 0 short type = F_WRLCK; 2 short whence; 8 long start; 16 long length; 24 int pid }}</pre>
     */
    private static ByteBuffer wholeFile() {
        return ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder()).putShort(0, (short) 1);
    }

    @Override
    public ByteBuffer map(int bytes) {
        long address = Libc.mmap(0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_POPULATE, -1, 0);
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError(
                    new ErrnoException("mmap(bytes=" + bytes + ")", Native.getLastError()).getMessage());
        }
        Mapping mapping = null;
        try {
            mapping = new Mapping(address, bytes);
            // a slice refers to the buffer that it was made of, so that the mapping outlives them all
            ByteBuffer memory = new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
            unmapper().register(memory, mapping);
            mapping = null;
            return memory;
        } finally {
            if (mapping != null) {
                mapping.run();
            }
        }
    }

    /** One thread of the JDK's, which ends by itself once all memory is unmapped and this class's loader is gone. */
    private synchronized Cleaner unmapper() {
        Cleaner running = unmapper;
        if (running == null) {
            running = Cleaner.create();
            unmapper = running;
        }
        return running;
    }

    @Override
    public void release(ByteBuffer memory) {
        try {
            int unused = Libc.madvise(address(memory), memory.capacity(), MADV_DONTNEED);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** Unmaps memory that nothing refers to any more. */
    private record Mapping(long address, long bytes) implements Runnable {
        @Override
        public void run() {
            int unused = Libc.call(Libc.MUNMAP, address, bytes);
        }
    }

    @Override
    public Optional<FileCalls> fileCalls() {
        return Optional.of(this);
    }

    @Override
    public boolean yieldToOthers() {
        return Libc.call(Libc.SETPRIORITY, PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
    }

    @Override
    public String description() {
        return "native, " + com.sun.jna.Platform.RESOURCE_PREFIX;
    }

    @Override
    public int create(Path path) throws ErrnoException {
        byte[] name = bytes(path);
        int fd = checked(
                () -> Libc.call(Libc.OPEN, name, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_READ_WRITE),
                () -> "open(" + path + ", O_WRONLY|O_CREAT|O_EXCL)");
        // the result does not matter: kernels before 3.15 and some filesystems have no such locks
        int unused =
                Libc.call(Libc.FCNTL, fd, F_OFD_SETLK, Pointer.nativeValue(Native.getDirectBufferPointer(wholeFile)));
        return fd;
    }

    @Override
    public int openDirect(Path path) throws ErrnoException {
        byte[] name = bytes(path);
        int flags = O_WRONLY | O_CLOEXEC | noFollowFlag | directFlag;
        try {
            return checked(
                    () -> Libc.call(Libc.OPEN, name, flags | O_APPEND, 0),
                    () -> "open(" + path + ", O_WRONLY|O_APPEND|O_DIRECT)");
        } catch (ErrnoException e) {
            if (e.errno() != ErrnoException.EINVAL) {
                throw e;
            }
            // NFS has either of the two; the length is compared before and after each batch all the same
            return checked(() -> Libc.call(Libc.OPEN, name, flags, 0), () -> "open(" + path + ", O_WRONLY|O_DIRECT)");
        }
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        if (hasStatx) {
            byte[] name = bytes(path);
            ByteBuffer memory = statuses.get();
            Function statx = Objects.requireNonNull(Libc.STATX);
            Object[] arguments = {AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, StatxLayout.BASIC, address(memory)};
            try {
                checked(() -> statx.invokeInt(arguments), () -> "statx(" + path + ")");
                return StatxLayout.status(memory);
            } catch (ErrnoException e) {
                if (e.errno() == ErrnoException.ENOENT || e.errno() == ErrnoException.ENOTDIR) {
                    throw noSuchFile(path, e);
                }
                if (e.errno() != ErrnoException.ENOSYS && e.errno() != ErrnoException.EPERM) {
                    throw e;
                }
                hasStatx = false; // a kernel before 4.11, or a container's filter that does not know the call
            }
        }
        return FileStatus.of(path);
    }

    private static NoSuchFileException noSuchFile(Path path, ErrnoException cause) {
        NoSuchFileException missing = new NoSuchFileException(path.toString());
        missing.initCause(cause);
        return missing;
    }

    @Override
    public long firstHole(Path path) throws IOException {
        byte[] name = bytes(path);
        int fd = checked(
                () -> Libc.call(Libc.OPEN, name, O_NONBLOCK | O_CLOEXEC | noFollowFlag, 0),
                () -> "open(" + path + ", O_RDONLY|O_NOFOLLOW)");
        try {
            long hole = Libc.lseek(fd, 0, SEEK_HOLE);
            // -1: an empty file, or a file system without this; the end of the file counts as a hole
            return hole < 0 || hole >= FileStatus.of(path).bytes() ? Long.MAX_VALUE : hole;
        } finally {
            close(fd);
        }
    }

    @Override
    public int pwritev(int fd, ByteBuffer data, int offset, int length, long position) throws ErrnoException {
        Objects.checkFromIndexSize(offset, length, data.capacity());
        ByteBuffer vector = vectors.get();
        vector.putLong(0, address(data) + offset).putLong(8, length);
        try {
            return checked(
                    () -> (int) Libc.pwritev(fd, address(vector), 1, position),
                    () -> "pwritev(fd=" + fd + ", bytes=" + length + ", offset=" + position + ")");
        } finally {
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(vector);
        }
    }

    @Override
    public void fallocateKeepSize(int fd, long offset, long length) throws ErrnoException {
        checked(
                () -> Libc.call(Libc.FALLOCATE, fd, FALLOC_FL_KEEP_SIZE, offset, length),
                () -> "fallocate(fd=" + fd + ", KEEP_SIZE, offset=" + offset + ", bytes=" + length + ")");
    }

    @Override
    public void ftruncate(int fd, long length) throws ErrnoException {
        checked(() -> Libc.call(Libc.FTRUNCATE, fd, length), () -> "ftruncate(fd=" + fd + ", bytes=" + length + ")");
    }

    @Override
    public void fdatasync(int fd) throws ErrnoException {
        checked(() -> Libc.call(Libc.FDATASYNC, fd), () -> "fdatasync(fd=" + fd + ")");
    }

    @Override
    public void close(int fd) throws ErrnoException {
        // never repeated: on Linux the descriptor is gone also after EINTR, and its number may be another file's
        if (Libc.call(Libc.CLOSE, fd) != 0 && Native.getLastError() != ErrnoException.EINTR) {
            throw new ErrnoException("close(fd=" + fd + ")", Native.getLastError());
        }
    }

    @Override
    public void renameNoReplace(Path from, Path to) throws ErrnoException {
        Function function = Libc.RENAMEAT2;
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

    private static long address(ByteBuffer memory) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    }

    private static byte[] bytes(Path path) {
        byte[] name = path.toString().getBytes(PATH_CHARSET);
        return Arrays.copyOf(name, name.length + 1); // the C string's end
    }

    /**
     * The calls themselves. {@code open} and {@code fcntl} are variadic in C, on the 64-bit Linux ABIs passed as any call.
     *
     * <p>Function objects, not JNA's direct mapping: that keeps global references to the mapped class, and so its class
     * loader for ever. A call allocates a few boxed arguments; none is made on the append path.
     */
    private static final class Libc {
        private static final Function MMAP;
        private static final Function MUNMAP;
        private static final Function MADVISE;
        private static final Function OPEN;
        private static final Function FCNTL;
        private static final Function PWRITEV;
        private static final Function FALLOCATE;
        private static final Function FTRUNCATE;
        private static final Function FDATASYNC;
        private static final Function CLOSE;
        private static final Function LSEEK;
        /** Of a thread, not of the process, whatever POSIX says: setpriority(2), "C library/kernel differences". */
        private static final Function SETPRIORITY;
        /** Older than glibc 2.28 and musl: absent. */
        private static final @Nullable Function STATX;
        /** As above. */
        private static final @Nullable Function RENAMEAT2;

        static {
            // an instance of our own, by an option that JNA ignores, so that it can be disposed of: the C library
            // itself
            // stays, but JNA's cleaner thread keeps JNA's class loader as long as it has an instance to look after
            NativeLibrary libc = NativeLibrary.getInstance("c", Map.of("io.penstock", System.nanoTime()));
            MMAP = libc.getFunction("mmap");
            MUNMAP = libc.getFunction("munmap");
            MADVISE = libc.getFunction("madvise");
            OPEN = libc.getFunction("open");
            FCNTL = libc.getFunction("fcntl");
            PWRITEV = libc.getFunction("pwritev");
            FALLOCATE = libc.getFunction("fallocate");
            FTRUNCATE = libc.getFunction("ftruncate");
            FDATASYNC = libc.getFunction("fdatasync");
            CLOSE = libc.getFunction("close");
            LSEEK = libc.getFunction("lseek");
            SETPRIORITY = libc.getFunction("setpriority");
            STATX = optional(libc, "statx");
            RENAMEAT2 = optional(libc, "renameat2");
            dispose(libc);
        }

        private static @Nullable Function optional(NativeLibrary libc, String name) {
            try {
                return libc.getFunction(name);
            } catch (UnsatisfiedLinkError e) {
                return null;
            }
        }

        @SuppressWarnings("deprecation") // close() is missing in older versions of JNA
        private static void dispose(NativeLibrary libc) {
            libc.dispose();
        }

        /** Arguments of exactly the C types: an int is not widened. */
        static int call(Function function, Object... arguments) {
            return function.invokeInt(arguments);
        }

        static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
            return MMAP.invokeLong(new Object[] {address, length, protection, flags, fd, offset});
        }

        static int madvise(long address, long length, int advice) {
            return call(MADVISE, address, length, advice);
        }

        static long pwritev(int fd, long vector, int count, long offset) {
            return PWRITEV.invokeLong(new Object[] {fd, vector, count, offset});
        }

        static long lseek(int fd, long offset, int whence) {
            return LSEEK.invokeLong(new Object[] {fd, offset, whence});
        }
    }
}

package io.penstock.config;

import java.net.URL;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the defaults depend on, and what the settings must fit.
 *
 * @param processors available to this process
 * @param memoryBytes of the machine, or of the container if that is less
 * @param host the kernel's host name
 * @param heapBytes that the JVM's heap can grow to
 * @param onClassPath whether a resource of this name is there; loads nothing
 */
record Machine(int processors, long memoryBytes, String host, long heapBytes, Predicate<String> onClassPath) {
    private static final int MOST_SHARDS = 8;
    private static final int MEMORY_SHARE = 8;
    private static final long MOST_MEMORY_BYTES = 512L << 20;

    /** This machine, as it is now. No name service is asked. */
    static Machine here() {
        Runtime jvm = Runtime.getRuntime();
        return new Machine(
                jvm.availableProcessors(),
                MachineMemory.here(),
                HostName.here(),
                jvm.maxMemory(),
                Machine::isOnClassPath);
    }

    /** Asks the loader that would load the class for core. */
    private static boolean isOnClassPath(String resource) {
        @Nullable ClassLoader loader = Machine.class.getClassLoader();
        @Nullable URL found = loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource);
        return found != null;
    }

    /** {@code shards="0"}: processors rounded up to a power of two, 8 at most. */
    int shards() {
        int rounded = processors <= 1 ? 1 : Integer.highestOneBit(processors - 1) << 1;
        return Math.min(rounded, MOST_SHARDS);
    }

    /** {@code maxMemory="auto"}: an eighth of the memory, at most 512 MB. */
    long autoMaxMemoryBytes() {
        return Math.min(memoryBytes / MEMORY_SHARE, MOST_MEMORY_BYTES);
    }
}

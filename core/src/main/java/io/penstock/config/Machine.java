package io.penstock.config;

/**
 * What the defaults depend on.
 *
 * @param processors available to this process
 * @param memoryBytes of the machine, or of the container if that is less
 * @param host the kernel's host name
 */
record Machine(int processors, long memoryBytes, String host) {
    private static final int MOST_SHARDS = 8;
    private static final int MEMORY_SHARE = 8;
    private static final long MOST_MEMORY_BYTES = 512L << 20;

    /** This machine, as it is now. No name service is asked. */
    static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), MachineMemory.here(), HostName.here());
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

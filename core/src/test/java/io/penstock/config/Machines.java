package io.penstock.config;

/** Machines for tests: 64 GB, the host web-1, a heap of 1 GB, and every optional library on the class path. */
final class Machines {
    static final Machine WITH_4_PROCESSORS = withProcessors(4);

    private Machines() {}

    static Machine withProcessors(int processors) {
        return new Machine(processors, 64L << 30, "web-1", 1L << 30, resource -> true);
    }

    static Machine withHeap(long heapBytes) {
        return new Machine(4, 64L << 30, "web-1", heapBytes, resource -> true);
    }

    /** @param path of a library's classes, as in {@code software/amazon} */
    static Machine without(String path) {
        return new Machine(4, 64L << 30, "web-1", 1L << 30, resource -> !resource.startsWith(path));
    }
}

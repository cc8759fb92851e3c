package io.penstock.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A long that many threads contend for, alone on its cache lines: 128 bytes before and behind it keep the neighbours of the adjacent-line prefetcher away. */
final class PaddedLong {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int VALUE = 16;

    private final long[] cells = new long[2 * VALUE + 1];

    /** Pairs with {@link #compareAndSet} and {@link #getAndAdd}. */
    long getAcquire() {
        return (long) CELL.getAcquire(cells, VALUE);
    }

    long getVolatile() {
        return (long) CELL.getVolatile(cells, VALUE);
    }

    /** Volatile on both sides. */
    boolean compareAndSet(long expected, long value) {
        return CELL.compareAndSet(cells, VALUE, expected, value);
    }

    /** Volatile on both sides. */
    long getAndAdd(long amount) {
        return (long) CELL.getAndAdd(cells, VALUE, amount);
    }
}

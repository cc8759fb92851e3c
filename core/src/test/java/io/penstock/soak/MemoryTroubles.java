package io.penstock.soak;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Memory that somebody else has taken. */
final class MemoryTroubles {
    static final List<Trouble> ALL = List.of(
            new Trouble("direct memory used up", plan -> true, MemoryTroubles::takeDirect),
            new Trouble("heap used up", Plan::hasSmallHeap, MemoryTroubles::takeHeap));

    private static final int SMALLEST = 1 << 10;

    private MemoryTroubles() {}

    private static void takeDirect(Scene scene, Random random) {
        take(scene, random, ByteBuffer::allocateDirect);
        System.gc(); // gives back what is not referred to any more
    }

    private static void takeHeap(Scene scene, Random random) {
        take(scene, random, byte[]::new);
    }

    /** All that there is, for up to two seconds. */
    private static void take(Scene scene, Random random, IntFunction<Object> allocate) {
        Object[] taken = new Object[1 << 16];
        int count = 0;
        for (int size = 1 << 20; size >= SMALLEST && count < taken.length; ) {
            try {
                taken[count] = allocate.apply(size);
                count++;
            } catch (OutOfMemoryError e) {
                size /= 4;
            }
        }
        scene.pause(random, 2_000);
        Arrays.fill(taken, 0, count, null);
    }
}

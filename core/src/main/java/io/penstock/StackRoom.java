package io.penstock;

/**
 * Lets a stack overflow where nothing is held yet. A thread that logs at the very end of its stack must not fail with a lock taken, or half-way through a queue: nobody could go on after it.
 * Asked for before the append path's rare turns; between claim and publish, the shard keeps what is needed to mend a failure instead.
 */
final class StackRoom {
    /** A few kilobytes also where they are compiled; the deepest turn takes less than two when it is interpreted. */
    private static final int FRAMES = 128;

    private StackRoom() {}

    /** @throws StackOverflowError when there is not enough room for what comes */
    static void require() {
        descend(FRAMES);
    }

    private static int descend(int frames) {
        return frames == 0 ? 0 : descend(frames - 1) + 1;
    }
}

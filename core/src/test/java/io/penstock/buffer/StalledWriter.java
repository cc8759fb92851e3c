package io.penstock.buffer;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;

/**
 * Stops a writer between claim and publish, as a scheduler or a signal may: the memory of the next event's first shard is known to the test, which takes the publish of a frame back and gives it
 * again.
 */
public final class StalledWriter {
    private final ByteBuffer memory;

    private StalledWriter(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The next shard of this size, of whichever pipeline, is made of memory that the test can see. */
    public static StalledWriter plant(int shardBytes) {
        ByteBuffer memory = Platform.get().map(shardBytes);
        BufferPool closed = new BufferPool(shardBytes);
        closed.give(memory);
        closed.close();
        return new StalledWriter(memory);
    }

    /** The first frame of the shard is claimed again, and no longer published. */
    public void stall() {
        int state = FrameLayout.stateAcquire(memory, 0);
        if (state <= 0) {
            throw new IllegalStateException("nothing is published there: " + state);
        }
        FrameLayout.claimRelease(memory, 0, state);
    }

    public void publish() {
        FrameLayout.publishRelease(memory, 0, -FrameLayout.stateAcquire(memory, 0));
    }
}

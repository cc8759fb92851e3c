package io.penstock.buffer;

import io.penstock.Penstock;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Stops a writer between claim and publish, as a scheduler or a signal may: the test takes the publish of a frame
 * back and gives it again.
 */
public final class StalledWriter {
    private final ByteBuffer memory;

    private StalledWriter(ByteBuffer memory) {
        this.memory = memory;
    }

    /** A writer to the first shard of this live event. */
    public static StalledWriter of(Penstock penstock, String event) throws ReflectiveOperationException {
        Object router = call(field(penstock, "pipeline"), "router");
        Object live = ((Map<?, ?>) call(router, "live")).get(event);
        Shard[] shards = (Shard[]) field(field(field(live, "buffer"), "shards"), "all");
        return new StalledWriter(shards[0].buffer(0));
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static Object call(Object owner, String name) throws ReflectiveOperationException {
        Method method = owner.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(owner);
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

package io.penstock.flush;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A batch whose write failed is made again: how far it reached in each shard, and when. Flush thread. */
final class Retry {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long @Nullable [] ends;
    private long at;
    private long nextNanos = FIRST_NANOS;

    boolean isPending() {
        return ends != null;
    }

    /** Not before this; the waits double from 10 ms to a second. */
    long at() {
        return at;
    }

    long @Nullable [] ends() {
        return ends;
    }

    void failed(Batch batch, long now) {
        ends = batch.ends;
        at = now + nextNanos;
        nextNanos = Math.min(LAST_NANOS, nextNanos * 2);
    }

    void succeeded() {
        ends = null;
        nextNanos = FIRST_NANOS;
    }
}

package io.penstock.flush;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A batch whose write failed is made again: how far it reached in each shard, and when. Flush thread. */
final class Retry {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long @Nullable [] ends;
    private boolean failing;
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
        failing = true;
        ends = batch.ends;
        at = now + nextNanos;
        nextNanos = Math.min(LAST_NANOS, nextNanos * 2);
    }

    /** The batch is made anew, for another file, or is empty by now. Whether writing works again is still to be seen. */
    void forget() {
        ends = null;
    }

    /** An attempt has failed, and none has succeeded since. */
    boolean isFailing() {
        return failing;
    }

    void succeeded() {
        failing = false;
        ends = null;
        nextNanos = FIRST_NANOS;
    }
}

package io.penstock.flush;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * When an event's next pass is due, and who waits for one. A pass brings everything up to a cut into the file; whoever asks is served by the first pass that begins afterwards. Flush thread,
 * but for {@link #hurry}.
 */
final class Passes {
    private final Deque<Request> requests = new ArrayDeque<>();
    /** Somebody waits for what is in the buffers. */
    private volatile boolean hurried;

    private boolean running;
    private int number;
    private long dueAt;

    /** @param seal the file shall be sealed as well */
    record Request(int pass, boolean seal, CompletableFuture<Boolean> done) {}

    /** A pass is due at once. Any thread. */
    void hurry() {
        hurried = true;
    }

    void request(boolean seal, CompletableFuture<Boolean> done) {
        requests.add(new Request(number + 1, seal, done));
    }

    /** Begins a pass if one is due; true when one began now. */
    boolean beginIfDue(long now, boolean closing) {
        if (running || !(now >= dueAt || hurried || closing || !requests.isEmpty())) {
            return false;
        }
        hurried = false;
        running = true;
        number++;
        return true;
    }

    boolean isRunning() {
        return running;
    }

    /** The pass is through; whom it serves is taken with {@link #served} next. */
    void end() {
        running = false;
    }

    /** Who asked before the last pass began. */
    Deque<Request> served() {
        Deque<Request> served = new ArrayDeque<>();
        while (!requests.isEmpty() && requests.peek().pass <= number) {
            served.add(requests.remove());
        }
        return served;
    }

    /** There will be no further pass. */
    void completeAll(boolean drained) {
        while (!requests.isEmpty()) {
            requests.remove().done.complete(drained);
        }
    }

    /** When the next pass is due by itself; at once, when somebody waits. */
    long dueAt() {
        return hurried || !requests.isEmpty() ? 0 : dueAt;
    }

    boolean isIntervalOver(long now) {
        return now >= dueAt;
    }

    void dueAt(long time) {
        dueAt = time;
    }

    /** {@code done} becomes whether all is drained and the file sealed, once it is. */
    static void complete(CompletableFuture<Boolean> done, CompletableFuture<Boolean> sealed, boolean drained) {
        CompletableFuture<Boolean> unused = sealed.whenComplete(
                (whole, failure) -> done.complete(drained && failure == null && Boolean.TRUE.equals(whole)));
    }

    /** {@link Long#MAX_VALUE} nanoseconds are never. */
    static long later(long now, long nanos) {
        return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + nanos;
    }
}

package io.penstock.flush;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * When an event's next pass is due, and who waits for one. A pass brings everything up to a cut into the file; whoever asks is served by the first pass that begins afterwards. Flush thread,
 * but for {@link #hurry}.
 */
final class Passes {
    private static final int MOMENTS = 8;

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

    /**
     * Begins a pass if one is due; true when one began now.
     *
     * @param due in any case
     */
    boolean beginIfDue(long now, boolean due) {
        if (running || !(now >= dueAt || hurried || due || !requests.isEmpty())) {
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

    /** The pass is through; those who asked before it began are served with {@link #serve} next. */
    void end() {
        running = false;
    }

    /** Serves the requests from before the last pass. One that fails stays, and the next pass serves it. */
    void serve(Supplier<CompletableFuture<Boolean>> seal) {
        for (Request first = requests.peek(); first != null && first.pass <= number; first = requests.peek()) {
            if (first.seal) {
                complete(first.done, seal.get(), true);
            } else {
                first.done.complete(true);
            }
            requests.remove();
        }
    }

    /** There will be no further pass. Can be repeated. */
    void completeAll(boolean drained) {
        for (Request first = requests.peek(); first != null; first = requests.peek()) {
            first.done.complete(drained);
            requests.remove();
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

    /** So many nanoseconds after a moment; never, where that is past what a long can hold. */
    static long later(long moment, long nanos) {
        return nanos > Long.MAX_VALUE - moment ? Long.MAX_VALUE : moment + nanos;
    }

    /**
     * As {@link #later}, but up to an eighth of {@code nanos} earlier, at one of the few moments that all events of this
     * interval share: so that a thousand silent events wake the thread eight times an interval, and not a thousand times.
     */
    static long laterTogether(long now, long nanos) {
        long grid = nanos / MOMENTS;
        long at = later(now, nanos);
        return at == Long.MAX_VALUE || grid == 0 ? at : at / grid * grid;
    }
}

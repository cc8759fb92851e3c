package io.penstock.file;

import io.penstock.config.Limits;
import io.penstock.status.Reports;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does the file room's work, one task after the other. There are two: {@code penstock-files} prepares,
 * {@code penstock-seal} seals, so that preparing never waits for a sync.
 *
 * <p>A task is its own place in the queue: handing it in, doing it again and putting it off allocate nothing (R1). A task that
 * throws stays, and is done again after a pause that doubles up to 5 s. Stopped by a flag and unpark, never interrupted by
 * us; an interrupt from outside is cleared before each task, since it would close the channels that the task uses.
 */
final class FilesThread {
    /** Returned by a task that has nothing more to do. */
    static final long DONE = -1;

    /** Returned by a task that goes on when the others that are ready have had their turn. */
    static final long NEXT_TURN = 0;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int LAST_ATTEMPTS = 100;

    private enum State {
        IDLE,
        READY,
        RUNNING,
        /** Handed in again while it runs. */
        RUNNING_AGAIN,
        /** The same, and a pause that the task asks for is not made. */
        RUNNING_AT_ONCE,
        PAUSING
    }

    /** One kind of work for one subject, handed in as often as there may be something to do. */
    abstract static class Task {
        private final Backoff pauses = new Backoff();
        private State state = State.IDLE;
        private @Nullable Task following;
        private long dueNanos;

        /**
         * Does what is to be done, or a part of it. What is thrown costs this attempt.
         *
         * @return nanoseconds after which it is run again, or {@link #DONE} or {@link #NEXT_TURN}
         */
        abstract long run() throws Exception;
    }

    private final Reports reports;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long stopAtNanos;
    private BooleanSupplier unfinished = () -> false;
    private Runnable atEnd = () -> {};

    private final Object lock = new Object();
    /** Guarded by the lock, as are the tasks' states: in the order of submission. */
    private @Nullable Task firstReady;

    private @Nullable Task lastReady;
    /** Guarded by the lock: the next one due first. */
    private @Nullable Task firstPausing;

    FilesThread(String name, Reports reports) {
        this.reports = reports;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * @param toFinish whether a pausing task has something to finish before the thread may stop; evaluated when none is ready
     * @param lastStep run when it stops; what it throws has it repeated
     */
    void start(BooleanSupplier toFinish, Runnable lastStep) {
        unfinished = toFinish;
        atEnd = lastStep;
        thread.start();
    }

    /** Has the task run once more, a pausing one when its pause is over. Any thread; before {@link #start} too. */
    void submit(Task task) {
        enter(task, false);
    }

    /** As {@link #submit}, but the task does not go on pausing. */
    void hurry(Task task) {
        enter(task, true);
    }

    private void enter(Task task, boolean atOnce) {
        synchronized (lock) {
            switch (task.state) {
                case IDLE -> makeReady(task);
                case RUNNING, RUNNING_AGAIN, RUNNING_AT_ONCE -> {
                    boolean before = task.state == State.RUNNING_AT_ONCE;
                    task.state = atOnce || before ? State.RUNNING_AT_ONCE : State.RUNNING_AGAIN;
                }
                case PAUSING -> {
                    if (atOnce) {
                        endPause(task);
                        makeReady(task);
                    }
                }
                case READY -> {}
            }
        }
        LockSupport.unpark(thread);
    }

    private void makeReady(Task task) {
        Task last = lastReady;
        if (last == null) {
            firstReady = task;
        } else {
            last.following = task;
        }
        lastReady = task;
        task.following = null;
        task.state = State.READY;
    }

    private void pause(Task task, long nanos) {
        task.dueNanos = System.nanoTime() + nanos;
        task.state = State.PAUSING;
        Task before = null;
        Task after = firstPausing;
        while (after != null && after.dueNanos - task.dueNanos <= 0) {
            before = after;
            after = after.following;
        }
        task.following = after;
        if (before == null) {
            firstPausing = task;
        } else {
            before.following = task;
        }
    }

    private void endPause(Task task) {
        Task before = null;
        Task at = firstPausing;
        while (at != null && at != task) {
            before = at;
            at = at.following;
        }
        if (before == null) {
            firstPausing = task.following;
        } else {
            before.following = task.following;
        }
    }

    /** Looks again whether it may stop. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Finishes for at most {@code timeout}, and ends as soon afterwards as the task that runs then does. */
    void stop(Duration timeout) {
        stopAtNanos = System.nanoTime() + Math.max(0, Limits.nanos(timeout));
        stopping = true;
        wake();
    }

    /** No task runs any more, and none that is handed in is run. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Waits for the end that {@link #stop} asked for, until its time-out; true when the thread has ended by then. */
    boolean awaitEnd() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.await(Math.max(0, stopAtNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        boolean over = false;
        while (!over) {
            try {
                over = round();
            } catch (Throwable e) {
                LockSupport.parkNanos(PAUSE_NANOS); // nothing is lost: every task is where it was
            }
        }
        end();
    }

    private void end() {
        for (int i = 0; i < LAST_ATTEMPTS; i++) {
            try {
                atEnd.run();
                break;
            } catch (Throwable e) {
                reports.failure("The last step of thread", thread.getName(), e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        ended.countDown();
    }

    /** True when the thread is to end. */
    private boolean round() {
        Thread.interrupted();
        if (stopping && System.nanoTime() - stopAtNanos >= 0) {
            return true;
        }
        Task task = take();
        if (task != null) {
            perform(task);
            return false;
        }
        if (stopping && !unfinished.getAsBoolean()) {
            return true;
        }
        park();
        return false;
    }

    private @Nullable Task take() {
        synchronized (lock) {
            Task task = firstPausing;
            if (task != null && task.dueNanos - System.nanoTime() <= 0) {
                firstPausing = task.following;
            } else {
                task = firstReady;
                if (task == null) {
                    return null;
                }
                firstReady = task.following;
                if (firstReady == null) {
                    lastReady = null;
                }
            }
            task.following = null;
            task.state = State.RUNNING;
            return task;
        }
    }

    private void perform(Task task) {
        long again;
        Throwable failure = null;
        try {
            again = task.run();
            task.pauses.reset();
        } catch (Throwable e) {
            again = task.pauses.nextNanos();
            failure = e;
        }
        putBack(task, again);
        if (failure != null) {
            reports.failure("A step of thread", thread.getName(), failure);
        }
    }

    private void putBack(Task task, long again) {
        synchronized (lock) {
            State state = task.state;
            if (again == NEXT_TURN
                    || state == State.RUNNING_AT_ONCE
                    || (again == DONE && state == State.RUNNING_AGAIN)) {
                makeReady(task);
            } else if (again == DONE) {
                task.state = State.IDLE;
            } else {
                pause(task, again);
            }
        }
    }

    private void park() {
        long nanos = Long.MAX_VALUE;
        synchronized (lock) {
            if (firstReady != null) {
                return;
            }
            if (firstPausing != null) {
                nanos = firstPausing.dueNanos - System.nanoTime();
            }
        }
        if (stopping) {
            nanos = Math.min(nanos, stopAtNanos - System.nanoTime());
        }
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }
}

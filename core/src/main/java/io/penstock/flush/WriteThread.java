package io.penstock.flush;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch while the flush thread merges the next. Batches of one event come one at a time; a batch that was
 * handed over belongs to this thread until it is {@link #poll}ed. Handing over in both directions allocates nothing, so
 * no batch is lost to a full heap (R1).
 */
final class WriteThread {
    private static final long MAX_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Each batch has a staging area, so there is always room in both queues. */
    private final SpscAtomicArrayQueue<Batch> toWrite = new SpscAtomicArrayQueue<>(FlushThread.STAGING_AREAS * 2);

    private final SpscAtomicArrayQueue<Batch> written = new SpscAtomicArrayQueue<>(FlushThread.STAGING_AREAS * 2);
    private final Thread thread = new Thread(this::run, "penstock-flush-write");
    private final Runnable wakeFlushThread;
    private volatile boolean parked;
    private volatile boolean stopped;

    WriteThread(Runnable wakeFlushThread) {
        this.wakeFlushThread = wakeFlushThread;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Flush thread: hands a batch over. */
    void submit(Batch batch) {
        if (!toWrite.offer(batch)) {
            throw new IllegalStateException("more batches than staging areas");
        }
        wake();
    }

    /** Flush thread: a batch that has been written, or has failed; null when there is none. */
    @Nullable
    Batch poll() {
        return written.poll();
    }

    boolean hasWritten() {
        return !written.isEmpty();
    }

    /** Flush thread: ends the thread once nothing is left to write. */
    void stop() {
        stopped = true;
        wake();
    }

    private void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            Batch batch = toWrite.poll();
            if (batch != null) {
                Thread.interrupted(); // an interrupt from outside would close a FileChannel
                batch.write();
                written.offer(batch);
                wakeFlushThread.run();
            } else if (stopped) {
                return;
            } else {
                park();
            }
        }
    }

    private void park() {
        parked = true;
        if (toWrite.isEmpty() && !stopped) {
            LockSupport.parkNanos(this, MAX_PARK_NANOS);
        }
        parked = false;
        Thread.interrupted(); // else parking would return at once, for ever
    }
}

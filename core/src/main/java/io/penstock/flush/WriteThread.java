package io.penstock.flush;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Writes one batch while the flush thread merges the next. Batches of one event come one at a time; a batch that was handed over belongs to this thread until it is {@link #poll}ed. */
final class WriteThread {
    private final BlockingQueue<Runnable> toWrite = new ArrayBlockingQueue<>(FlushThread.STAGING_AREAS + 1);
    private final Queue<Batch> written = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "penstock-flush-write");
    private final Runnable wakeFlushThread;
    private volatile boolean stopped;

    WriteThread(Runnable wakeFlushThread) {
        this.wakeFlushThread = wakeFlushThread;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands a batch over. There is always room: each batch has a staging area. */
    void submit(Batch batch) {
        toWrite.add(() -> {
            batch.write();
            written.add(batch);
            wakeFlushThread.run();
        });
    }

    /** A batch that has been written, or has failed; null when there is none. */
    @Nullable
    Batch poll() {
        return written.poll();
    }

    boolean hasWritten() {
        return !written.isEmpty();
    }

    void stop() {
        toWrite.add(() -> stopped = true);
    }

    private void run() {
        while (!stopped) {
            try {
                toWrite.take().run();
            } catch (InterruptedException e) {
                // nobody of ours interrupts; going on is safe, and an interrupted thread would close a FileChannel
                Thread.interrupted();
            }
        }
    }
}

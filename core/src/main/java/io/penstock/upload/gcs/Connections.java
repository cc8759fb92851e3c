package io.penstock.upload.gcs;

import com.google.api.client.http.javanet.ConnectionFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of requests under way: each is broken off when its time is up, and all of them at close. The client's read time-out does not bound a
 * server that takes no more bytes, and the client has no close that ends a request. Any thread.
 */
final class Connections implements ConnectionFactory, AutoCloseable {
    private static final int IDLE_SECONDS = 10;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of the call that this thread is in. */
    private static final ThreadLocal<@Nullable Watch> MINE = new ThreadLocal<>();

    private final Duration limit;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closed;

    Connections(Duration limit) {
        this.limit = limit;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "penstock-upload-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Runs something that sends its requests on this thread. */
    <T> T during(Supplier<T> requests) {
        Watch watch = new Watch();
        watches.add(watch);
        MINE.set(watch);
        try {
            return requests.get();
        } finally {
            MINE.remove();
            watches.remove(watch);
            watch.end();
        }
    }

    @Override
    public HttpURLConnection openConnection(URL url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        Watch watch = MINE.get();
        if (watch != null) {
            watch.take(connection);
        }
        // after the watch has it: a close that does not find it is seen here
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        return connection;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        watches.forEach(Watch::breakOff);
    }

    /** The latest request of one call; the client sends the next only when the one before it has ended. */
    private final class Watch {
        private @Nullable HttpURLConnection connection;
        private @Nullable Future<?> timeUp;

        private synchronized void take(HttpURLConnection next) {
            end();
            connection = next;
            if (!closed) {
                // again, for a connection that is just being made does not notice
                timeUp = timer.scheduleWithFixedDelay(
                        this::breakOff, limit.toNanos(), AGAIN_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        private synchronized void end() {
            connection = null;
            if (timeUp != null) {
                timeUp.cancel(false);
            }
        }

        private void breakOff() {
            HttpURLConnection current;
            synchronized (this) {
                current = connection;
            }
            if (current != null) {
                // the client asks a broken connection for its answer, which would connect anew and wait
                current.setConnectTimeout(1);
                current.setReadTimeout(1);
                current.disconnect();
            }
        }
    }
}

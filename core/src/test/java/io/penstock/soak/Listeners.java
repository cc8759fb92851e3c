package io.penstock.soak;

import io.penstock.status.StatusListener;
import io.penstock.upload.ManifestRecord;
import io.penstock.upload.UploadListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The application's listeners: they throw while they are told to. */
final class Listeners {
    static volatile boolean throwing;

    private static final AtomicInteger CALLS = new AtomicInteger();

    private Listeners() {}

    private static void throwNow() {
        if (throwing) {
            switch (CALLS.incrementAndGet() % 3) {
                case 0 -> throw new IllegalStateException("a listener that throws");
                case 1 -> throw new OutOfMemoryError("a listener that throws");
                default -> throw new StackOverflowError("a listener that throws");
            }
        }
    }

    /** Keeps the latest messages, for the report of a round that failed. */
    static final class Told implements StatusListener {
        private static final int MOST = 300;
        /** Guarded by itself. */
        private final Deque<String> latest = new ArrayDeque<>();

        private void add(String message) {
            synchronized (latest) {
                if (latest.size() == MOST) {
                    latest.removeFirst();
                }
                latest.addLast(message);
            }
            throwNow();
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            add("ERROR " + message + (cause == null ? "" : " / " + cause));
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            add("WARN " + message + (cause == null ? "" : " / " + cause));
        }

        @Override
        public void info(String message) {
            add("INFO " + message);
        }

        @Override
        public String toString() {
            synchronized (latest) {
                return String.join("\n", latest);
            }
        }
    }

    /** Named in the {@code META-INF/services} of the round's class loader. */
    public static final class OfUploads implements UploadListener {
        @Override
        public void archived(ManifestRecord archived) {
            throwNow();
        }
    }
}

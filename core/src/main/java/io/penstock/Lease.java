package io.penstock;

import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.SpoolConfig;
import io.penstock.file.Spool;
import io.penstock.status.GuardedStatus;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A share in a pipeline. There is one pipeline per logger context and real directory; appenders lease it, and the last lease that is released closes it. So a reconfiguration that starts the new
 * appender before it stops the old one carries the pipeline across. Any thread.
 */
public final class Lease {
    /** Held for a few instructions, never during I/O: one directory on a disk that hangs must not hold up another. */
    private static final Object LOCK = new Object();
    /** Guarded by {@link #LOCK}. */
    private static final Map<Key, Shared> PIPELINES = new HashMap<>();
    /** Guarded by {@link #LOCK}; by context, then by appender. */
    private static final Map<Object, Map<String, PenstockConfig>> LAST_GOOD = new WeakHashMap<>();

    private final Shared shared;
    private final Penstock penstock;
    private final Request request;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(Shared shared, Penstock penstock, Request request) {
        this.shared = shared;
        this.penstock = penstock;
        this.request = request;
    }

    /**
     * Who leases.
     *
     * @param context identity of the logger context; held weakly once all its leases are released
     * @param contextName for the MXBean's name
     * @param configuration identity of the configuration that is being built: two appenders of one configuration may not write to one directory
     * @param appender the appender's name
     */
    public record Request(Object context, String contextName, Object configuration, String appender) {}

    /** Why there is no lease; the message names directory and reason. */
    public static final class LeaseException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Keeps the message and, where there is one, what was thrown below. */
        public LeaseException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private record Key(Object context, Path directory) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.context == context && key.directory.equals(directory);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(context) * 31 + directory.hashCode();
        }
    }

    /**
     * The place of a pipeline and of those who lease it. Guarded by its own lock, which is held while the pipeline is opened: who
     * waits for it waits for the directory that is asked for. Once there is a lease it is never held during I/O.
     */
    private static final class Shared {
        private final ReentrantLock lock = new ReentrantLock();
        private final Key key;
        private final StatusListener status;
        private final Set<Lease> leases = new HashSet<>();
        private @Nullable Penstock opened;
        private @Nullable StatsBean bean;
        /** The last lease has been released, or opening has failed: the next one takes a new place. */
        private volatile boolean over;

        private Shared(Key key, StatusListener status) {
            this.key = key;
            this.status = status;
        }

        private Lease join(Request request, PenstockConfig config, FileFraming framing, StatusListener asking)
                throws LeaseException {
            Penstock penstock = opened;
            if (penstock == null) {
                penstock = open(config, framing, asking);
                opened = penstock;
            } else {
                refuseSecond(this, request);
                penstock.reconfigure(config, framing);
            }
            Lease lease = new Lease(this, penstock, request);
            leases.add(lease);
            show(penstock, request, config.lifecycle().jmx());
            return lease;
        }

        /** True when it was the last one. */
        private boolean leave(Lease lease) {
            lock.lock();
            try {
                leases.remove(lease);
                over = leases.isEmpty();
                return over;
            } finally {
                lock.unlock();
            }
        }

        /** Under the name of the appender that leases it now. */
        private void show(Penstock penstock, Request request, boolean jmx) {
            StatsBean shown = bean;
            if (shown != null && jmx && shown.isOf(request.appender())) {
                return;
            }
            if (shown != null) {
                shown.unregister(status);
            }
            bean = jmx ? StatsBean.register(penstock, request, status) : null;
        }
    }

    /**
     * Opens the pipeline, or joins the one that the context already has on this directory; that one then takes the new settings: routing and retention at once, the rest with each event's next
     * file, buffers when an event is next opened. Waits for no thread.
     *
     * @throws LeaseException another appender of the same configuration has the directory, or the directory or O_DIRECT cannot be had
     */
    public static Lease join(Request request, PenstockConfig config, FileFraming framing, StatusListener foreign)
            throws LeaseException {
        StatusListener status = GuardedStatus.of(foreign);
        Key key = new Key(request.context(), realDirectory(config.spool()));
        while (true) {
            Shared shared = place(key, status);
            shared.lock.lock();
            try {
                if (!shared.over) {
                    Lease lease = shared.join(request, config, framing, status);
                    remember(request, config);
                    return lease;
                }
            } finally {
                shared.over |= shared.leases.isEmpty();
                shared.lock.unlock();
                removeIfOver(shared);
            }
        }
    }

    private static Shared place(Key key, StatusListener status) {
        synchronized (LOCK) {
            return PIPELINES.computeIfAbsent(key, absent -> new Shared(absent, status));
        }
    }

    private static void removeIfOver(Shared shared) {
        if (shared.over) {
            synchronized (LOCK) {
                PIPELINES.remove(shared.key, shared);
            }
        }
    }

    private static void remember(Request request, PenstockConfig config) {
        synchronized (LOCK) {
            LAST_GOOD
                    .computeIfAbsent(request.context(), context -> new HashMap<>())
                    .put(request.appender(), config);
        }
    }

    private static Penstock open(PenstockConfig config, FileFraming framing, StatusListener status)
            throws LeaseException {
        try {
            return Penstock.open(config, framing, status);
        } catch (IOException | RuntimeException e) {
            throw new LeaseException("directory=\"" + config.spool().directory() + "\": " + e.getMessage(), e);
        }
    }

    private static Path realDirectory(SpoolConfig spool) throws LeaseException {
        try {
            return Spool.createDirectory(spool);
        } catch (FileSystemException e) {
            throw new LeaseException("directory=\"" + spool.directory() + "\": cannot be created: " + e, e);
        } catch (IOException e) {
            throw new LeaseException("directory=\"" + spool.directory() + "\": " + e.getMessage(), e);
        }
    }

    private static void refuseSecond(Shared shared, Request request) throws LeaseException {
        for (Lease other : shared.leases) {
            if (other.request.configuration() == request.configuration()) {
                throw new LeaseException(
                        "directory=\"" + shared.key.directory() + "\": appender \"" + other.request.appender()
                                + "\" of the same configuration writes there; each appender needs a directory of its own",
                        null);
            }
        }
    }

    /** The last configuration with which an appender of this name leased a pipeline in this context. */
    public static Optional<PenstockConfig> lastGood(Object context, String appender) {
        synchronized (LOCK) {
            return Optional.ofNullable(LAST_GOOD.getOrDefault(context, Map.of()).get(appender));
        }
    }

    /** The pipeline. */
    public Penstock penstock() {
        return penstock;
    }

    /**
     * Gives the share back; idempotent. The last one flushes and seals, for at most the configured {@code shutdownTimeout}, or {@code timeout} if that is longer; uploads have what is left of
     * that.
     *
     * @return whether nothing was left behind that is not in a sealed file
     */
    public boolean release(Duration timeout) {
        return release(timeout, true);
    }

    /** As {@link #release(Duration)}, but uploads go on in the background, and at the JVM's end have {@code shutdownTimeout}. */
    public boolean releaseWithoutUploads(Duration timeout) {
        return release(timeout, false);
    }

    private boolean release(Duration timeout, boolean awaitUploads) {
        if (!released.compareAndSet(false, true)) {
            return true;
        }
        if (!shared.leave(this)) {
            return true;
        }
        removeIfOver(shared);
        Duration longer = ExitFlush.longer(penstock.config().lifecycle().shutdownTimeout(), timeout);
        boolean drained = awaitUploads ? penstock.close(longer) : penstock.closeWithoutUploads(longer);
        if (shared.bean != null) {
            shared.bean.unregister(shared.status);
        }
        return drained;
    }
}

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
    private static final ReentrantLock LOCK = new ReentrantLock();
    /** Guarded by {@link #LOCK}. */
    private static final Map<Key, Shared> PIPELINES = new HashMap<>();
    /** Guarded by {@link #LOCK}; by context, then by appender. */
    private static final Map<Object, Map<String, PenstockConfig>> LAST_GOOD = new WeakHashMap<>();

    private final Shared shared;
    private final Request request;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(Shared shared, Request request) {
        this.shared = shared;
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

    /** A pipeline and who leases it; guarded by {@link #LOCK}. */
    private static final class Shared {
        private final Key key;
        private final Penstock penstock;
        private final StatusListener status;
        private final Set<Lease> leases = new HashSet<>();
        private @Nullable StatsBean bean;

        private Shared(Key key, Penstock penstock, StatusListener status) {
            this.key = key;
            this.status = status;
            this.penstock = penstock;
        }

        /** Under the name of the appender that leases it now. */
        private void show(Request request, boolean jmx) {
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
        LOCK.lock();
        try {
            Key key = new Key(request.context(), realDirectory(config.spool()));
            Shared shared = PIPELINES.get(key);
            if (shared == null) {
                shared = new Shared(key, open(config, framing, status), status);
                PIPELINES.put(key, shared);
            } else {
                refuseSecond(shared, request);
                shared.penstock.reconfigure(config, framing);
            }
            shared.show(request, config.lifecycle().jmx());
            Lease lease = new Lease(shared, request);
            shared.leases.add(lease);
            LAST_GOOD
                    .computeIfAbsent(request.context(), context -> new HashMap<>())
                    .put(request.appender(), config);
            return lease;
        } finally {
            LOCK.unlock();
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
        LOCK.lock();
        try {
            return Optional.ofNullable(LAST_GOOD.getOrDefault(context, Map.of()).get(appender));
        } finally {
            LOCK.unlock();
        }
    }

    /** The pipeline. */
    public Penstock penstock() {
        return shared.penstock;
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
        LOCK.lock();
        try {
            shared.leases.remove(this);
            if (!shared.leases.isEmpty()) {
                return true;
            }
            PIPELINES.remove(shared.key, shared);
        } finally {
            LOCK.unlock();
        }
        Penstock ending = shared.penstock;
        Duration longer = ExitFlush.longer(ending.config().lifecycle().shutdownTimeout(), timeout);
        boolean drained = awaitUploads ? ending.close(longer) : ending.closeWithoutUploads(longer);
        if (shared.bean != null) {
            shared.bean.unregister(shared.status);
        }
        return drained;
    }
}

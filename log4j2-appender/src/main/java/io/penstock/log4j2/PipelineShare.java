package io.penstock.log4j2;

import io.penstock.Append;
import io.penstock.Lease;
import io.penstock.Lease.LeaseException;
import io.penstock.Penstock;
import io.penstock.config.PenstockConfig;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** What one appender has of a pipeline from start to stop: the lease, or, where none could be had, the count of what was refused instead. */
final class PipelineShare {
    private static final Logger LOGGER = StatusLogger.getLogger();

    private final StatusListener status;
    private final String eventKey;
    private final @Nullable Lease lease;
    private final @Nullable Penstock penstock;
    private final AtomicLong refused = new AtomicLong();

    private PipelineShare(StatusListener status, PenstockConfig config, @Nullable Lease lease) {
        this.status = status;
        this.eventKey = config.routing().eventKey();
        this.lease = lease;
        this.penstock = lease == null ? null : lease.penstock();
    }

    /** Before the start. */
    static PipelineShare none(AppenderSettings settings) {
        return new PipelineShare(StatusLoggerListener.of(settings.name()), settings.config(), null);
    }

    /** Leases; where the new settings cannot be had falls back to the last good ones, else to refusing everything. Reports, never throws. */
    static PipelineShare lease(AppenderSettings settings) {
        StatusListener status = StatusLoggerListener.of(settings.name());
        LayoutFraming framing = new LayoutFraming(settings.layout(), status);
        Lease.Request request = settings.request();
        try {
            return join(request, settings.config(), framing, status);
        } catch (Throwable t) {
            Optional<PenstockConfig> lastGood = Lease.lastGood(request.context(), request.appender());
            report(
                    status,
                    lastGood.isPresent() ? "goes on with its last good settings: " : "all its records are refused: ",
                    t);
            return lastGood.map(config -> resume(request, config, framing, status))
                    .orElseGet(() -> none(settings));
        }
    }

    private static @Nullable PipelineShare resume(
            Lease.Request request, PenstockConfig config, LayoutFraming framing, StatusListener status) {
        try {
            return join(request, config, framing, status);
        } catch (Throwable t) {
            report(status, "all its records are refused: ", t);
            return null;
        }
    }

    private static PipelineShare join(
            Lease.Request request, PenstockConfig config, LayoutFraming framing, StatusListener status)
            throws LeaseException {
        Lease lease = Lease.join(request, config, framing, status);
        status.info("losses and refusals are errors of Log4j2's status, which it prints from status=\"ERROR\" on");
        try {
            return new PipelineShare(status, config, lease);
        } catch (Throwable t) {
            lease.release(Duration.ZERO);
            throw t;
        }
    }

    private static void report(StatusListener status, String consequence, Throwable t) {
        status.error(consequence + t.getMessage(), t instanceof LeaseException ? null : t);
    }

    /** Null when there is no pipeline; {@link #refuse} then. */
    @Nullable
    Penstock penstock() {
        return penstock;
    }

    /** Where this appender reports; guarded. */
    StatusListener status() {
        return status;
    }

    /** What one of our own threads logs (an SDK's doing, say) goes to the status channel instead. Throws nothing. */
    void tellOwnRecord(LogEvent event, String thread) {
        try {
            LOGGER.log(event.getLevel(), "{}: {}", thread, event.getMessage().getFormattedMessage(), event.getThrown());
        } catch (Throwable untold) {
            // it is counted, and the thread that logs it serves every event
        }
    }

    /** Counts a record for which there is no pipeline. */
    Append refuse() {
        refused.getAndIncrement();
        return Append.REFUSED_CLOSED;
    }

    /**
     * The routing value of a log event, from its own context data: on a background thread of Log4j2's the ThreadContext is another thread's. No value makes this
     * fail (I14).
     */
    String eventOf(LogEvent event) {
        Object value = event.getContextData().getValue(eventKey);
        String name = value instanceof String text ? text : textOf(value);
        return name == null || name.isEmpty() ? defaultEvent() : name;
    }

    /** Gives the lease back; idempotent. True when nothing was left behind. */
    boolean release(Duration timeout) {
        long missed = refused.getAndSet(0);
        if (missed > 0) {
            status.warn(missed + " records were refused (refusedClosed): there was no pipeline", null);
        }
        return lease == null || lease.release(timeout);
    }

    private String defaultEvent() {
        return penstock == null ? "" : penstock.defaultEvent();
    }

    private static @Nullable String textOf(@Nullable Object value) {
        try {
            return value == null ? null : value.toString();
        } catch (Throwable t) {
            return null;
        }
    }
}

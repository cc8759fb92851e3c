package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.config.EventTime;
import io.penstock.status.StatusListener;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of logging events and appends them to one pipeline: from a start of the appender to the next one.
 *
 * <p>Any thread, and nested: a message whose {@code toString} logs is encoded while the outer event is, and its record stands before the outer one. Nothing is
 * thrown (R2): what an event, its message or the encoder throws, an Error included, ends here, and the record is counted as refused, once.
 */
final class Recorder {
    private final Penstock penstock;
    private final Encoder<ILoggingEvent> encoder;
    private final String eventKey;
    private final StatusListener status;
    private final LateRecord.Target target;
    private final ReportPace ownRecords = new ReportPace();
    private final ReportPace failures = new ReportPace();
    private volatile @Nullable Handover handover;

    Recorder(Penstock penstock, Encoder<ILoggingEvent> encoder, String eventKey, StatusListener status) {
        this.penstock = penstock;
        this.encoder = encoder;
        this.eventKey = eventKey;
        this.status = status;
        this.target = this::appendNow;
    }

    void append(ILoggingEvent event) {
        String key = null;
        try {
            String thread = event.getThreadName();
            if (thread != null && Penstock.isOwnThread(thread)) {
                turnAway(event, thread);
                return;
            }
            key = keyOf(event);
            byte[] bytes = encoder.encode(event);
            if (bytes == null) {
                throw new NullPointerException(
                        "encode() of " + encoder.getClass().getName() + " returned null");
            }
            append(key, nanosOf(event), discardable(event, key), bytes);
        } catch (Throwable failure) {
            refuse(key == null ? penstock.defaultEvent() : key, failure);
        }
    }

    private void append(String key, long timestampNanos, boolean discardable, byte[] bytes) {
        Handover leftTo = penstock.isClosed() ? handover : null;
        boolean counted = false;
        if (leftTo == null) {
            counted =
                    penstock.append(key, timestampNanos, discardable, bytes, 0, bytes.length) == Append.REFUSED_CLOSED;
            leftTo = counted ? handover : null;
        }
        if (leftTo == null) {
            return;
        }
        try {
            leftTo.take(new LateRecord(key, timestampNanos, discardable, bytes), target);
        } catch (Throwable failure) {
            if (!counted) {
                throw failure;
            }
        }
    }

    /** A record that waited for this pipeline, or comes back to it; counted here, since its own log call is over. */
    private Append appendNow(LateRecord late) {
        try {
            return late.appendTo(penstock);
        } catch (Throwable failure) {
            refuse(late.event(), failure);
            return Append.REFUSED_INVALID;
        }
    }

    /** Once the pipeline is closed, records go to the successor, or wait for it. */
    void leaveTo(Handover successor) {
        handover = successor;
    }

    /** This recorder's end of a {@link Handover}. */
    LateRecord.Target target() {
        return target;
    }

    Penstock penstock() {
        return penstock;
    }

    /** Counts and reports a record that could not be made. */
    void refuse(String key, Throwable failure) {
        penstock.countRefusedInvalid(key);
        try {
            long count = failures.occurred();
            if (count > 0) {
                status.error("a record of event " + key + " could not be made (" + count + " so far)", failure);
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }

    /** A report that fails, for want of memory say, costs the report alone: its record is counted. */
    @SuppressWarnings("unused")
    private static void giveUp(Throwable unreported) {}

    String defaultEvent() {
        return penstock.defaultEvent();
    }

    /** The event's own map: under an AsyncAppender the calling thread's MDC is not the logging thread's. */
    private String keyOf(ILoggingEvent event) {
        Map<String, String> context = event.getMDCPropertyMap();
        String key = context == null ? null : context.get(eventKey);
        return key == null || key.isEmpty() ? penstock.defaultEvent() : key;
    }

    private boolean discardable(ILoggingEvent event, String key) {
        return penstock.discards() && Severities.of(event.getLevel()).compareTo(penstock.discardThreshold(key)) <= 0;
    }

    private static long nanosOf(ILoggingEvent event) {
        Instant instant = event.getInstant();
        return instant == null
                ? EventTime.nanosOfMillis(event.getTimeStamp())
                : EventTime.nanos(instant.getEpochSecond(), instant.getNano());
    }

    /** What our own threads log (an SDK's doing, say) must not come back to them. */
    private void turnAway(ILoggingEvent event, String thread) {
        penstock.countOwnRecord();
        try {
            long count = ownRecords.occurred();
            if (count > 0) {
                status.info("not appended, " + thread + " is one of Penstock's own threads (" + count + " so far): "
                        + event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
            }
        } catch (Throwable unreported) {
            giveUp(unreported);
        }
    }
}

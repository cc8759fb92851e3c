package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.StatusListener;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of logging events and appends them to one pipeline: from a start of the appender to the next one.
 *
 * <p>Any thread, and nested: a message whose {@code toString} logs is encoded while the outer event is, and its record stands before the outer one. Nothing is
 * thrown for what an event, its message or the encoder does; such a record is counted as refused.
 */
final class Recorder {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

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
        this.target = late -> late.appendTo(penstock);
    }

    void append(ILoggingEvent event) {
        String thread = event.getThreadName();
        if (thread != null && Penstock.isOwnThread(thread)) {
            turnAway(event, thread);
            return;
        }
        String key = keyOf(event);
        byte[] bytes;
        try {
            bytes = encoder.encode(event);
        } catch (Throwable failure) {
            refuse(key, failure);
            return;
        }
        if (bytes == null) {
            refuse(
                    key,
                    new NullPointerException("encode() of " + encoder.getClass().getName() + " returned null"));
            return;
        }
        append(key, nanosOf(event), discardable(event, key), bytes);
    }

    private void append(String key, long timestampNanos, boolean discardable, byte[] bytes) {
        Handover leftTo = penstock.isClosed() ? handover : null;
        if (leftTo == null) {
            Append outcome = penstock.append(key, timestampNanos, discardable, bytes, 0, bytes.length);
            leftTo = outcome == Append.REFUSED_CLOSED ? handover : null;
        }
        if (leftTo != null) {
            leftTo.take(new LateRecord(key, timestampNanos, discardable, bytes), target);
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
        long count = failures.occurred();
        if (count > 0) {
            status.error("a record of event " + key + " could not be made (" + count + " so far)", failure);
        }
    }

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
                ? event.getTimeStamp() * 1_000_000L
                : instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }

    /** What our own threads log (an SDK's doing, say) must not come back to them. */
    private void turnAway(ILoggingEvent event, String thread) {
        penstock.countOwnRecord();
        long count = ownRecords.occurred();
        if (count > 0) {
            status.info("not appended, " + thread + " is one of Penstock's own threads (" + count + " so far): "
                    + event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        }
    }
}

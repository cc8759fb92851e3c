package io.penstock.log4j2;

import io.penstock.Append;
import io.penstock.EncodeBuffers;
import io.penstock.Penstock;
import io.penstock.config.EventTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginConfiguration;
import org.apache.logging.log4j.core.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code <EventFile>}: one file per event, the event being what the log event's own context data has under {@code eventKey}.
 *
 * <p>Any thread appends. With the default {@code ignoreExceptions="true"} an append that is refused or dropped is counted only; with {@code false} it throws, so that
 * {@code <Failover>} takes over. An accepted record is durable as the {@code sync} setting says; {@link #stop} returns when it is in a sealed file or the time is up.
 *
 * <p>There is no {@code AbstractManager}: the pipeline outlives a reconfiguration because core counts its leases, and closing a manager would drain under the lock
 * that all managers of the JVM share.
 */
@Plugin(
        name = EventFileAppender.PLUGIN_NAME,
        category = Core.CATEGORY_NAME,
        elementType = Appender.ELEMENT_TYPE,
        printObject = true)
public final class EventFileAppender extends AbstractAppender {
    static final String PLUGIN_NAME = "EventFile";

    private static final EncodeBuffers<RecordBuffer> BUFFERS = new EncodeBuffers<>(RecordBuffer::new);

    private final AppenderSettings settings;
    private final Layout<?> layout;
    private volatile PipelineShare share;

    private EventFileAppender(AppenderSettings settings) {
        super(settings.name(), settings.filter(), settings.layout(), settings.ignoreExceptions(), Property.EMPTY_ARRAY);
        this.settings = settings;
        this.layout = settings.layout();
        this.share = PipelineShare.none(settings);
        setHandler(new CountingErrorHandler(this));
    }

    /** Used by Log4j2, which fills the builder from the configuration. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Leases the pipeline, or joins the one that an appender before this one has. Waits for nothing and never throws; a failure is reported. */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        try {
            share = PipelineShare.lease(settings);
        } catch (Throwable t) {
            share.status().error("all its records are refused", t);
        }
        try {
            super.start();
        } catch (Throwable t) {
            // a filter that cannot start must not cost the records that it would let pass
            share.status().error("its filter could not be started", t);
            setStarted();
        }
    }

    /**
     * Gives the pipeline back. The last to do so flushes and seals, for as long as {@code shutdownTimeout} says or this time-out, whichever is longer: Log4j2 passes 0.
     *
     * @return whether everything accepted is in sealed files, or in the care of the appender that came after
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        if (isStopped()) {
            return true;
        }
        setStopping();
        boolean filterStopped = false;
        try {
            filterStopped = stop(timeout, unit, false);
        } catch (Throwable t) {
            share.status().error("its filter could not be stopped", t);
        }
        boolean drained = share.release(Duration.ofNanos(unit.toNanos(timeout)));
        setStopped();
        return filterStopped && drained;
    }

    /** A filter that fails costs its record, which is counted; the record does not pass then. */
    @Override
    public boolean isFiltered(LogEvent event) {
        try {
            return super.isFiltered(event);
        } catch (Throwable t) {
            PipelineShare current = share;
            Penstock penstock = current.penstock();
            if (penstock == null) {
                refuse(current.refuse());
            } else {
                fail(event, penstock, penstock.defaultEvent(), t);
            }
            return true;
        }
    }

    /**
     * Never throws with {@code ignoreExceptions="true"} (R2): what the event, its message or the layout throws, an Error included, ends here, and the record is counted as refused, once.
     *
     * @throws AppenderLoggingException with {@code ignoreExceptions="false"}, when the layout failed, or the record was refused or dropped
     */
    @Override
    public void append(LogEvent event) {
        PipelineShare current = share;
        Penstock penstock = current.penstock();
        if (penstock == null) {
            refuse(current.refuse());
            return;
        }
        String name = penstock.defaultEvent();
        RecordBuffer record = null;
        Append outcome;
        try {
            String thread = event.getThreadName();
            if (thread != null && Penstock.isOwnThread(thread)) {
                penstock.countOwnRecord();
                current.tellOwnRecord(event, thread);
                return;
            }
            name = current.eventOf(event);
            record = BUFFERS.take();
            layout.encode(event, record);
            boolean discardable =
                    penstock.discards() && Severities.isAtOrBelow(event.getLevel(), penstock.discardThreshold(name));
            outcome = penstock.append(
                    name, epochNanos(event.getInstant()), discardable, record.bytes(), 0, record.length());
        } catch (Throwable t) {
            // StackOverflowError included: nothing has been claimed, so nothing is left half done
            fail(event, penstock, name, t);
            return;
        } finally {
            if (record != null) {
                BUFFERS.give(record);
            }
        }
        refuse(outcome);
    }

    AppenderSettings settings() {
        return settings;
    }

    /** Counts a record that Log4j2 refused before it came here; only the default event is known for it. */
    void countRecursive() {
        Penstock penstock = penstock();
        if (penstock != null) {
            penstock.countRefusedInvalid(penstock.defaultEvent());
        }
    }

    /** Null when there is no pipeline. */
    @Nullable
    Penstock penstock() {
        return share.penstock();
    }

    private void fail(LogEvent event, Penstock penstock, String name, Throwable t) {
        penstock.countRefusedInvalid(name);
        if (!ignoreExceptions()) {
            throw new AppenderLoggingException("a record of event " + name + " could not be made", t);
        }
        try {
            getHandler().error("a record of event " + name + " could not be made", event, t);
        } catch (Throwable unreported) {
            // an OutOfMemoryError, or a handler of the application's: it costs the report alone
        }
    }

    private void refuse(Append outcome) {
        if (outcome != Append.ACCEPTED && !ignoreExceptions()) {
            throw new AppenderLoggingException(PLUGIN_NAME + " \"" + getName() + "\": record " + outcome);
        }
    }

    private static long epochNanos(Instant instant) {
        return EventTime.nanos(instant.getEpochSecond(), instant.getNanoOfSecond());
    }

    /** What Log4j2 injects; everything else comes out of the recorded element. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<EventFileAppender> {
        @Recorded
        private @Nullable RecordedElement element;

        @PluginConfiguration
        private @Nullable Configuration configuration;

        private Builder() {}

        /** The appender, or null after one ERROR that lists every problem. Never throws: an exception would replace the whole logging set-up. */
        @Override
        @SuppressWarnings("NullAway") // null is how a Log4j2 plugin says that it cannot be built
        public EventFileAppender build() {
            try {
                if (element == null || configuration == null) {
                    throw new IllegalStateException(PLUGIN_NAME + " is built by Log4j2 from its configuration only");
                }
                return new AppenderAssembly(element, configuration)
                        .settings()
                        .map(EventFileAppender::new)
                        .orElse(null);
            } catch (Throwable t) {
                StatusLoggerListener.unnamed().error("could not be built", t);
                return null;
            }
        }
    }
}

package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import io.penstock.Lease;
import io.penstock.Penstock;
import io.penstock.config.Limits;
import io.penstock.config.OverflowConfig.OnFull;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file per event: the value that the event key has in a logging event's MDC.
 *
 * <p>Any thread appends, nested too. {@link #start} and {@link #stop} throw nothing; what is wrong goes to the context's status manager. When {@code stop}
 * returns, the records appended so far are in sealed files, or the status says that some are not.
 */
public final class EventFileAppender extends AppenderSettings {
    private static final Thread NEVER_REGISTERED = new Thread();
    private static final long PATIENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    /** What a start got and the stop gives back. */
    private record Running(
            Lease lease, PenstockConfig config, Object configuration, Handover handover, Recorder recorder) {}

    private @Nullable Running running;

    /** Stays after a stop, so that what still comes is counted. */
    private volatile @Nullable Recorder recorder;

    /** Starts the appender, or reports every problem of its configuration; one that ran under this name before then goes on with its last good settings. */
    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        if (getName() == null) {
            addError("appender name: is required; it tells what an appender leaves to the next one");
            return;
        }
        try {
            startOrFallBack();
        } catch (Throwable failure) {
            addError("Appender [" + name + "] is not started", failure);
        }
    }

    private void startOrFallBack() {
        List<Problem> problems = problems();
        ParsedConfig parsed = PenstockConfig.parse(raw());
        problems.addAll(parsed.problems());
        Handover handover = Succession.of(getContext()).of(getName());
        Encoder<ILoggingEvent> encoder = encoder();
        if (problems.isEmpty() && encoder != null) {
            Optional<String> refused = lease(parsed.config().orElseThrow(), encoder, handover);
            if (refused.isEmpty()) {
                used();
                return;
            }
            problems.add(new Problem(refused.get()));
        }
        for (Problem problem : problems) {
            addError("Appender [" + name + "]: " + problem);
        }
        fallBack(handover);
    }

    private void fallBack(Handover handover) {
        Optional<PenstockConfig> config = Lease.lastGood(getContext(), getName());
        Optional<Encoder<ILoggingEvent>> encoder = handover.lastEncoder();
        if (config.isPresent() && encoder.isPresent()) {
            Optional<String> refused = lease(config.get(), encoder.get(), handover);
            if (refused.isEmpty()) {
                addError("Appender [" + name + "] goes on with its last good settings");
                return;
            }
            addError("Appender [" + name + "]: " + refused.get());
        }
        addError("Appender [" + name + "] is not started");
    }

    /** Takes a share in the pipeline; the reason when it is refused. */
    private Optional<String> lease(PenstockConfig config, Encoder<ILoggingEvent> encoder, Handover handover) {
        ContextStatus status = new ContextStatus(this, getName());
        Object configuration = Succession.configuration(getContext());
        String contextName =
                getContext().getName() == null ? "default" : getContext().getName();
        Lease lease;
        try {
            lease = Lease.join(
                    new Lease.Request(getContext(), contextName, configuration, getName()),
                    config,
                    new EncoderFraming(encoder, status),
                    status);
        } catch (Lease.LeaseException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
        Recorder starting =
                new Recorder(lease.penstock(), encoder, config.routing().eventKey(), status);
        running = new Running(lease, config, configuration, handover, starting);
        handover.succeed(starting.target(), encoder);
        recorder = starting;
        super.start();
        return Optional.empty();
    }

    /** The pipeline of the last start. */
    @Nullable
    Penstock penstock() {
        Recorder last = recorder;
        return last == null ? null : last.penstock();
    }

    /** Not the base class's: that drops nested events before 1.5.21, and with them what a message's {@code toString} logs. */
    @Override
    public void doAppend(ILoggingEvent event) {
        Recorder taking = recorder;
        if (taking == null) {
            super.doAppend(event); // never started: warns, at a limited rate
            return;
        }
        try {
            if (getFilterChainDecision(event) != FilterReply.DENY) {
                taking.append(event);
            }
        } catch (Throwable failure) {
            taking.refuse(taking.defaultEvent(), failure);
        }
    }

    /** Never called: {@link #doAppend} does not pass through here. */
    @Override
    protected void append(ILoggingEvent event) {
        doAppend(event);
    }

    /** Accepts records until what there is has been flushed, seals the files, and does not wait for uploads unless the JVM is ending. A second call does nothing. */
    @Override
    public synchronized void stop() {
        Running stopping = running;
        running = null;
        try {
            if (stopping != null) {
                release(stopping);
            }
        } catch (Throwable failure) {
            addError("Appender [" + name + "] did not stop cleanly", failure);
        } finally {
            super.stop();
        }
    }

    private void release(Running stopping) {
        if (!Succession.isOver(getContext(), stopping.configuration())) {
            Succession.of(getContext()).forget(getName());
        } else if (!isJvmEnding()) {
            leave(stopping);
        }
        // the old pipeline takes what still comes until it has flushed; only what it refuses from then on is left to
        // the next
        Duration timeout = stopping.config().lifecycle().shutdownTimeout();
        boolean sealed = isJvmEnding()
                ? stopping.lease().release(timeout)
                : stopping.lease().releaseWithoutUploads(timeout);
        if (!sealed) {
            addError("Appender [" + name + "]: not everything was flushed and sealed within shutdownTimeout");
        }
    }

    /** Then nobody comes after us, and nobody must wait for one. */
    private static boolean isJvmEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(NEVER_REGISTERED);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    /** The loggers go on sending records until all appenders of the old configuration have stopped: its successor shall have them. */
    private static void leave(Running stopping) {
        long patience = stopping.config().event().overflow().onFull() == OnFull.DROP
                ? 0
                : Math.min(
                        PATIENCE_NANOS_MAX,
                        Limits.nanos(stopping.config().event().overflow().blockTimeout()));
        Recorder leaving = stopping.recorder();
        stopping.handover()
                .leave(leaving.target(), stopping.config().event().buffer().halfBytes(), patience);
        leaving.leaveTo(stopping.handover());
    }
}

package io.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.StatusUtil;
import io.penstock.Lease;
import io.penstock.Penstock;
import io.penstock.config.Limits;
import io.penstock.config.OverflowConfig.OnFull;
import io.penstock.config.ParsedConfig;
import io.penstock.config.PenstockConfig;
import io.penstock.config.Problem;
import io.penstock.status.StatusListener;
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
            Lease lease,
            PenstockConfig config,
            Object configuration,
            Handover handover,
            Recorder recorder,
            StatusListener status) {}

    private @Nullable Running running;

    /** Stays after a stop, so that what still comes is counted. */
    private volatile @Nullable Recorder recorder;

    /** Starts the appender, or reports every problem of its configuration; one that ran under this name before then goes on with its last good settings. */
    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        StatusListener problems = ContextStatus.configuring(this, String.valueOf(getName()));
        if (getName() == null) {
            problems.error("appender name: is required; it tells what an appender leaves to the next one", null);
            return;
        }
        try {
            startOrFallBack(problems);
        } catch (Throwable failure) {
            problems.error("is not started", failure);
        }
    }

    private void startOrFallBack(StatusListener told) {
        List<Problem> problems = problems();
        ParsedConfig parsed = PenstockConfig.parse(raw());
        problems.addAll(parsed.problems());
        Handover handover = Succession.of(getContext()).of(getName());
        Encoder<ILoggingEvent> encoder = encoder();
        if (problems.isEmpty() && encoder != null && lease(parsed.config().orElseThrow(), encoder, handover, told)) {
            used();
            return;
        }
        for (Problem problem : problems) {
            told.error(problem.toString(), null);
        }
        fallBack(handover, told);
    }

    private void fallBack(Handover handover, StatusListener told) {
        Optional<PenstockConfig> config = Lease.lastGood(getContext(), getName());
        Optional<Encoder<ILoggingEvent>> encoder = handover.lastEncoder();
        if (config.isPresent() && encoder.isPresent() && lease(config.get(), encoder.get(), handover, told)) {
            told.error("goes on with its last good settings", null);
            return;
        }
        told.error("is not started", null);
    }

    /** Takes a share in the pipeline; false when it is refused, which has been reported then. */
    private boolean lease(
            PenstockConfig config, Encoder<ILoggingEvent> encoder, Handover handover, StatusListener told) {
        StatusListener status = ContextStatus.running(this, getName());
        Lease lease = null;
        try {
            Object configuration = Succession.configuration(getContext());
            lease = Lease.join(request(configuration), config, new EncoderFraming(encoder, status), status);
            Recorder starting =
                    new Recorder(lease.penstock(), encoder, config.routing().eventKey(), status);
            Running next = new Running(lease, config, configuration, handover, starting, status);
            status.info(whoSeesLosses());
            handover.succeed(starting.target(), encoder);
            recorder = starting;
            super.start();
            running = next;
            return true;
        } catch (Lease.LeaseException refused) {
            told.error(String.valueOf(refused.getMessage()), null);
        } catch (Throwable failure) {
            told.error("could not take its place in the pipeline", failure);
        }
        if (lease != null) {
            lease.releaseWithoutUploads(config.lifecycle().shutdownTimeout());
        }
        return false;
    }

    private String whoSeesLosses() {
        return StatusUtil.contextHasStatusListener(getContext())
                ? "losses and refusals are seen by the status listeners that are registered"
                : "no status listener is registered: OnErrorConsoleStatusListener prints losses and refusals on stderr";
    }

    private Lease.Request request(Object configuration) {
        String context =
                getContext().getName() == null ? "default" : getContext().getName();
        return new Lease.Request(getContext(), context, configuration, getName());
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
            refuseUnstarted(event);
            return;
        }
        try {
            if (getFilterChainDecision(event) == FilterReply.DENY) {
                return;
            }
        } catch (Throwable failure) {
            taking.refuse(taking.defaultEvent(), failure);
            return;
        }
        taking.append(event);
    }

    /** The base class warns of it, at a limited rate, and lets the application's status listener throw. */
    @SuppressWarnings("unused")
    private void refuseUnstarted(ILoggingEvent event) {
        try {
            super.doAppend(event);
        } catch (Throwable thrown) {
            // a log call does not fail for what a status listener does
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
        } finally {
            super.stop();
        }
    }

    /** The lease is given back whatever the context or the handover does. */
    private void release(Running stopping) {
        boolean ending = false;
        try {
            ending = isJvmEnding();
            passOn(stopping, ending);
        } catch (Throwable failure) {
            stopping.status().error("has left nothing to the next appender of its name", failure);
        }
        // the old pipeline takes what still comes until it has flushed; only what it refuses from then on is left to
        // the next
        try {
            Duration timeout = stopping.config().lifecycle().shutdownTimeout();
            boolean sealed = ending
                    ? stopping.lease().release(timeout)
                    : stopping.lease().releaseWithoutUploads(timeout);
            if (!sealed) {
                stopping.status().error("not everything was flushed and sealed within shutdownTimeout", null);
            }
        } catch (Throwable failure) {
            stopping.status().error("did not stop cleanly", failure);
        }
    }

    private void passOn(Running stopping, boolean ending) {
        if (!Succession.isOver(getContext(), stopping.configuration())) {
            Succession.of(getContext()).forget(getName());
        } else if (!ending) {
            leave(stopping);
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

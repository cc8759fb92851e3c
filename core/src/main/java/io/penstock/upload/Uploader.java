package io.penstock.upload;

import io.penstock.config.Limits;
import io.penstock.config.UploadConfig;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings sealed files into the store, as many at once as the configuration says. Any thread. */
public final class Uploader {
    private final FileWork work;
    private final Dispatcher dispatcher;

    private Uploader(FileWork work) {
        this.work = work;
        dispatcher = work.dispatcher();
    }

    /**
     * Waits for nothing. Nothing of a store is loaded before there is a file; with {@link UploadConfig#uploadOnStart} a thread begins to look for one.
     *
     * @param counters of a live event by its sanitised name, or the total's where it lives no more
     */
    public static Uploader open(
            UploadConfig config,
            StoreOpener stores,
            SealedQueue queue,
            Function<String, EventCounters> counters,
            StatusListener status) {
        return open(config, stores, new Surroundings(queue, counters, status, Patience.DEFAULT, listeners()));
    }

    static Uploader open(UploadConfig config, StoreOpener stores, Surroundings surroundings) {
        Uploader uploader = new Uploader(new FileWork(surroundings, Settings.of(config, stores)));
        if (config.uploadOnStart()) {
            uploader.dispatcher.wantLook();
        }
        return uploader;
    }

    /** The class loader is that of the application, which opens the appender: the threads know it no more. */
    private static Supplier<Iterable<UploadListener>> listeners() {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return new Supplier<>() {
            private @Nullable List<UploadListener> made;

            @Override
            public synchronized Iterable<UploadListener> get() {
                List<UploadListener> all = made;
                if (all == null) {
                    // all or none: the next look of a loader leaves out for good what could not be made
                    all = ServiceLoader.load(UploadListener.class, application).stream()
                            .map(ServiceLoader.Provider::get)
                            .toList();
                    made = all;
                }
                return all;
            }
        };
    }

    /** A file of this start was sealed. Telling it twice does no harm. */
    public void sealed(SealedFile file) {
        boolean unused = work.sealed(file);
    }

    /** A file has gone, by retention. */
    public void removed(String sealedName) {
        WaitingFile waiting = dispatcher.removed(sealedName);
        if (waiting != null) {
            work.removed(waiting);
        }
    }

    /** There may be leftovers: files of the dead were sealed. */
    public void lookForLeftovers() {
        dispatcher.wantLook();
    }

    /** Takes other settings, from each file's next attempt on; files that wait for somebody to change something are tried at once. */
    public void reconfigure(UploadConfig config, StoreOpener stores) {
        work.reconfigure(config, stores);
        dispatcher.reconfigured(config.store().concurrency());
        if (config.uploadOnStart()) {
            dispatcher.wantLook();
        }
    }

    /** What waits, of one event. */
    public UploadGauges gauges(String event) {
        return dispatcher.gauges(event);
    }

    /** What waits, of all. */
    public UploadGauges gauges() {
        return dispatcher.gauges();
    }

    /** Waits until every file that can be uploaded is; not for those that wait for somebody to change something. */
    public boolean finish(Duration timeout) {
        return dispatcher.finish(Limits.nanos(timeout));
    }

    /**
     * Begins nothing new, gives what is under way {@code timeout}, then breaks it off. What is not done stays in the spool.
     *
     * @return whether nothing was left waiting
     */
    public boolean stop(Duration timeout) {
        dispatcher.stop();
        boolean done = dispatcher.awaitWorkers(Math.max(0, Limits.nanos(timeout)));
        if (!done) {
            dispatcher.workers().breakOff();
        }
        work.end(!done);
        dispatcher.workers().shutdown();
        return dispatcher.isEmpty();
    }
}

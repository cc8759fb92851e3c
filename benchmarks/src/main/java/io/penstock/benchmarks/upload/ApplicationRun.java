package io.penstock.benchmarks.upload;

import io.penstock.benchmarks.contender.Framework;
import io.penstock.benchmarks.contender.StartedFramework;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.load.Workers;
import io.penstock.benchmarks.run.PenstockCounters;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** The child's side: an application that logs under {@link UploadSettings}, which are in its system properties. */
public final class ApplicationRun {
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(2);
    /** Several flush intervals. */
    private static final Duration QUIET = Duration.ofMillis(2_500);

    private static final Duration POLL = Duration.ofMillis(10);

    private final URL configuration;
    private final StartedFramework framework;
    private final Load load;

    public ApplicationRun(Framework framework, Load load) {
        configuration = UploadSettings.configuration(framework);
        this.framework = framework.open();
        this.load = load;
    }

    /**
     * Warms up into a bucket of its own, then logs the load and stops.
     *
     * @param warmupDirectory stays: a stopped Logback appender may still be putting its uploads in order there
     * @param warmupBucket where uploads of the warm-up go
     */
    public ApplicationReport run(Path directory, Path warmupDirectory, String warmupBucket, LongConsumer progress)
            throws InterruptedException {
        if (load.warmup() > 0) {
            warmUp(warmupDirectory, warmupBucket);
        }
        framework.start(configuration, directory);
        Workers workers = new Workers(load, framework::requestLog);
        PenstockCounters.read(); // the first time the JVM loads its management classes
        long start = System.nanoTime();
        workers.run(progress);
        long logged = System.nanoTime();
        Map<String, Long> counters = PenstockCounters.read();
        Thread stopping = new Thread(framework::stop, "stop");
        stopping.start();
        new SpoolView(directory).awaitSealed(stopping);
        long sealed = System.nanoTime();
        stopping.join();
        long stopped = System.nanoTime();
        return new ApplicationReport(logged - start, sealed - start, stopped - start, workers.lastNumbers(), counters);
    }

    /** Logs the load, waits until it is in the files, and leaves the framework running. */
    public ApplicationReport logAndStay(Path directory, LongConsumer progress) throws InterruptedException {
        framework.start(configuration, directory);
        Workers workers = new Workers(load, framework::requestLog);
        long start = System.nanoTime();
        workers.run(progress);
        long logged = System.nanoTime() - start;
        Map<String, Long> counters = awaitWritten();
        return new ApplicationReport(logged, System.nanoTime() - start, 0, workers.lastNumbers(), counters);
    }

    /** Starts on a directory that another process has left, and stops when everything in it is uploaded. */
    public ApplicationReport finish(Path directory) {
        long start = System.nanoTime();
        framework.start(configuration, directory);
        boolean done = new SpoolView(directory).awaitUploaded(UPLOAD_TIMEOUT);
        long uploaded = System.nanoTime() - start;
        Map<String, Long> counters = PenstockCounters.read();
        framework.stop();
        if (!done) {
            throw new IllegalStateException("not uploaded within " + UPLOAD_TIMEOUT + ": " + counters);
        }
        return new ApplicationReport(0, 0, uploaded, List.of(), counters);
    }

    private void warmUp(Path directory, String bucket) throws InterruptedException {
        String measured = System.getProperty(UploadSettings.BUCKET_PROPERTY, "");
        System.setProperty(UploadSettings.BUCKET_PROPERTY, bucket);
        framework.start(configuration, directory);
        new Workers(load.warmupLoad(), framework::requestLog).run(lines -> {});
        framework.stop();
        if (Boolean.getBoolean("bench.s3") || Boolean.getBoolean("bench.archive")) {
            new SpoolView(directory).awaitUploaded(UPLOAD_TIMEOUT);
            awaitNoUploader();
        }
        System.setProperty(UploadSettings.BUCKET_PROPERTY, measured);
    }

    /** The SDK tells the framework how its client ends, and would tell whoever logs next. */
    private static void awaitNoUploader() {
        long start = System.nanoTime();
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(ApplicationRun::uploads)) {
            if (System.nanoTime() - start > UPLOAD_TIMEOUT.toNanos()) {
                throw new IllegalStateException("the warm-up's uploads have not ended within " + UPLOAD_TIMEOUT);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean uploads(Thread thread) {
        return thread.getName().startsWith("penstock-upload")
                || thread.getName().equals("idle-connection-reaper");
    }

    /** Until the counter of written bytes has not moved for some flush intervals. */
    private static Map<String, Long> awaitWritten() {
        long written = -1;
        long since = System.nanoTime();
        Map<String, Long> counters = PenstockCounters.read();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
            counters = PenstockCounters.read();
            long now = counters.getOrDefault("Bytes", 0L);
            if (now != written) {
                written = now;
                since = System.nanoTime();
            }
        }
        return counters;
    }
}

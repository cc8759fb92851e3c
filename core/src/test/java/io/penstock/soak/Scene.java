package io.penstock.soak;

import io.penstock.Lease;
import io.penstock.Penstock;
import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.upload.UploadListener;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A round's directories and its appender's lease. Any thread; the lease changes under this object's monitor.
 *
 * <pre>
 *   base/spool, base/store       the appender's
 *   base/taken/live-n            live files that were taken away: what is in them is lost, and counted so
 *   base/taken/sealed-n          directories of sealed files that were taken away: what is in them is not lost
 *   base/taken/spool-n           both
 * </pre>
 */
final class Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOST_EVENTS = 20;

    private final Plan plan;
    private final Path base;
    private final ClassLoader application;
    private final Listeners.Told told = new Listeners.Told();
    private final AtomicInteger taken = new AtomicInteger();
    private final Object context = new Object();
    private final List<Penstock> opened = new CopyOnWriteArrayList<>();
    private volatile Lease lease;

    Scene(Plan plan, Path base) throws Exception {
        this.plan = plan;
        this.base = base;
        Files.createDirectories(base.resolve("taken"));
        Path services = Files.createDirectories(base.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(UploadListener.class.getName()), Listeners.OfUploads.class.getName());
        application =
                new URLClassLoader(new URL[] {base.resolve("classes").toUri().toURL()}, Scene.class.getClassLoader());
        lease = join(config(new Random(plan.seed()), plan.upload()));
    }

    Plan plan() {
        return plan;
    }

    Path base() {
        return base;
    }

    Path spool() {
        return base.resolve("spool");
    }

    Path store() {
        return base.resolve("store");
    }

    Path removedLive() {
        return base.resolve("taken/live-" + taken.incrementAndGet());
    }

    Path takenSealed() {
        return base.resolve("taken/sealed-" + taken.incrementAndGet());
    }

    Path takenSpool() {
        return base.resolve("taken/spool-" + taken.incrementAndGet());
    }

    Listeners.Told told() {
        return told;
    }

    Penstock penstock() {
        return lease.penstock();
    }

    /** All pipelines that there were. */
    List<Penstock> opened() {
        return opened;
    }

    /** One of the plan's names. */
    String name(int number) {
        int index = Math.floorMod(number, plan.events());
        return index % 7 == 5 ? "../user/" + index : "event-" + index;
    }

    /** Up to {@code mostMillis}. */
    void pause(Random random, int mostMillis) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(mostMillis));
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos - (System.nanoTime() - start));
        }
    }

    void reconfigure(Random random) throws Exception {
        reconfigure(config(random, plan.upload() && random.nextInt(5) > 0));
    }

    /** The settings of the beginning again. */
    void settle() throws Exception {
        reconfigure(config(new Random(plan.seed()), plan.upload()));
    }

    private synchronized void reconfigure(PenstockConfig config) throws Exception {
        Lease before = lease;
        lease = join(config);
        boolean unused = before.release(Duration.ZERO);
    }

    /** Stops, then starts as soon as it can be done. */
    synchronized void restart(Random random) throws Exception {
        boolean unused = lease.release(Duration.ofSeconds(1 + random.nextInt(3)));
        long start = System.nanoTime();
        while (true) {
            try {
                lease = join(config(random, plan.upload()));
                return;
            } catch (Lease.LeaseException | OutOfMemoryError e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("cannot start again", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** Whether all that was accepted is sealed. */
    synchronized boolean end() throws Exception {
        return lease.release(PATIENCE);
    }

    private Lease join(PenstockConfig config) throws Lease.LeaseException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            Lease joined = Lease.join(
                    new Lease.Request(context, "soak", new Object(), "SOAK"), config, FileFraming.NONE, told);
            if (!opened.contains(joined.penstock())) {
                opened.add(joined.penstock());
            }
            return joined;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private PenstockConfig config(Random random, boolean upload) {
        RawElement appender = RawElement.appender("EventFile")
                .with("directory", spool().toString())
                .with("flushInterval", one(random, "20 ms", "100 ms", "1 s"))
                .with("onFull", one(random, "block", "drop"))
                .with("blockTimeout", one(random, "100 ms", "500 ms", "2 s"))
                .with("idleTimeout", one(random, "200 ms", "10 m"))
                .with("maxEvents", String.valueOf(MOST_EVENTS))
                .with("shutdownTimeout", "2 s")
                .with("jmx", "false")
                .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %"))
                .child(buffer(random).with("maxMemory", one(random, "2 MB", "16 MB")))
                .child(rotation(random).with("directIo", plan.directIo()))
                .child(RawElement.of(ElementKind.OVERRIDE)
                        .with("name", name(0))
                        .child(buffer(random))
                        .child(rotation(random)));
        if (upload) {
            appender =
                    appender.child(RawElement.of(ElementKind.DIRECTORY_UPLOAD).with("directory", store().toString()));
        }
        var parsed = PenstockConfig.parse(appender);
        return parsed.config().orElseThrow(() -> new IllegalStateException(String.valueOf(parsed.problems())));
    }

    private static RawElement buffer(Random random) {
        return RawElement.of(ElementKind.BUFFER)
                .with("size", one(random, "64 KB", "100 KB", "512 KB", "3 MB"))
                .with("shards", one(random, "1", "2", "4"));
    }

    private static RawElement rotation(Random random) {
        return RawElement.of(ElementKind.ROTATION)
                .with("size", one(random, "64 KB", "512 KB", "4 MB", "unlimited"))
                .with("interval", one(random, "1 s", "1 h"))
                .with("preallocate", one(random, "true", "false"))
                .with("sync", one(random, "seal", "flush", "off"));
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** What earlier pipelines have left is recovered, uploaded, and closed again. */
    void recover() throws IOException {
        PenstockConfig config = config(new Random(plan.seed()), plan.upload());
        Penstock last = Penstock.open(config, FileFraming.NONE, told);
        opened.add(last);
        if (!last.close(PATIENCE)) {
            throw new IllegalStateException("the pipeline that only recovers does not close");
        }
    }
}

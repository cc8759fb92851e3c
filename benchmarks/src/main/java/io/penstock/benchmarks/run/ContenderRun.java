package io.penstock.benchmarks.run;

import io.penstock.benchmarks.contender.Contender;
import io.penstock.benchmarks.contender.StartedFramework;
import io.penstock.benchmarks.load.Load;
import io.penstock.benchmarks.load.TimedRequestLog;
import io.penstock.benchmarks.load.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The child's side: warms up, then logs the load once, in this JVM. */
public final class ContenderRun {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private final Contender contender;
    private final Load load;
    private final boolean timed;

    /** @param timed whether every log call is timed, which costs some 25 ns each: never in a run that measures throughput */
    public ContenderRun(Contender contender, Load load, boolean timed) {
        this.contender = contender;
        this.load = load;
        this.timed = timed;
    }

    /**
     * @param directory where the measured lines go
     * @param warmupDirectory where those before them go; emptied afterwards
     */
    public ChildReport run(Path directory, Path warmupDirectory, LongConsumer progress)
            throws IOException, InterruptedException {
        StartedFramework framework = contender.framework().open();
        if (load.warmup() > 0) {
            framework.start(contender.configuration(), warmupDirectory);
            new Workers(load.warmupLoad(), framework::requestLog).run(lines -> {});
            framework.stop();
            Directories.delete(warmupDirectory);
        }
        framework.start(contender.configuration(), directory);
        return measure(framework, directory, progress);
    }

    private ChildReport measure(StartedFramework framework, Path directory, LongConsumer progress)
            throws IOException, InterruptedException {
        List<TimedRequestLog> timers = new ArrayList<>();
        Workers workers = new Workers(load, () -> {
            if (!timed) {
                return framework.requestLog();
            }
            TimedRequestLog timer = new TimedRequestLog(framework.requestLog(), load);
            timers.add(timer);
            return timer;
        });
        PenstockCounters.read(); // the first time the JVM loads its management classes
        long start = System.nanoTime();
        workers.run(progress);
        long logged = System.nanoTime();
        Map<String, Long> counters = PenstockCounters.read();
        framework.stop();
        long drained = System.nanoTime();
        sync(directory);
        long synced = System.nanoTime();
        return new ChildReport(
                logged - start, drained - start, synced - start, workers.lastNumbers(), counters, percentiles(timers));
    }

    private static void sync(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.filter(path -> path.toString().endsWith(".log")).forEach(ContenderRun::syncFile);
        }
    }

    private static void syncFile(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Long> percentiles(List<TimedRequestLog> timers) {
        Map<String, Long> nanos = new LinkedHashMap<>();
        if (!timers.isEmpty()) {
            Histogram all = new Histogram(timers.get(0).nanos());
            timers.forEach(timer -> all.add(timer.nanos()));
            for (double percentile : PERCENTILES) {
                nanos.put(name(percentile), all.getValueAtPercentile(percentile));
            }
        }
        return nanos;
    }

    private static String name(double percentile) {
        return percentile == Math.rint(percentile) ? "p" + (int) percentile : "p" + percentile;
    }
}

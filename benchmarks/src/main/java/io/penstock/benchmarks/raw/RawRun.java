package io.penstock.benchmarks.raw;

import io.penstock.Penstock;
import io.penstock.benchmarks.check.LineFile;
import io.penstock.benchmarks.check.LogFiles;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One round: open, append from all producers, close, read back. */
public final class RawRun {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(2);

    private final RawLoad load;
    private final PenstockConfig config;
    private final StatusListener status;

    public RawRun(RawLoad load, PenstockConfig config, StatusListener status) {
        this.load = load;
        this.config = config;
        this.status = status;
    }

    /** @param directory that of the configuration, empty */
    public RawResult run(Path directory) throws IOException, InterruptedException {
        Penstock penstock = Penstock.open(config, FileFraming.NONE, status);
        String[] events = events();
        for (String event : events) {
            penstock.initialize(event);
        }
        List<Producer> producers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < load.producers(); number++) {
            NumberedRecord record = new NumberedRecord(number, load.recordBytes());
            Producer producer = new Producer(penstock, events, record, load.records() / load.producers());
            producers.add(producer);
            threads.add(new Thread(producer, "producer-" + number));
        }
        long start = System.nanoTime();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long appendedNanos = System.nanoTime() - start;
        if (!penstock.close(CLOSE_TIMEOUT)) {
            throw new IllegalStateException("not drained within " + CLOSE_TIMEOUT);
        }
        long closedNanos = System.nanoTime() - start;
        long accepted = producers.stream().mapToLong(Producer::accepted).sum();
        long asked = load.records() / load.producers() * load.producers();
        double steady =
                producers.stream().mapToDouble(Producer::steadyRecordsPerSecond).sum();
        Found found = new Found(load.producers(), load.recordBytes());
        for (Path file : LogFiles.inOrder(directory)) {
            found.read(file);
        }
        return new RawResult(
                accepted, asked - accepted, appendedNanos, closedNanos, steady, found.lines, found.outOfOrder);
    }

    private String[] events() {
        return IntStream.range(0, load.events())
                .mapToObj(number -> load.events() == 1 ? "raw" : "raw" + number)
                .toArray(String[]::new);
    }

    /** What the files hold. Files come event by event, and in each a producer's numbers must grow. */
    private static final class Found {
        private final int recordBytes;
        private final long[] last;
        private String event = "";
        private long lines;
        private long outOfOrder;

        Found(int producers, int recordBytes) {
            this.recordBytes = recordBytes;
            last = new long[producers];
        }

        void read(Path file) throws IOException {
            String name = LogFiles.eventOf(file);
            if (!name.equals(event)) {
                Arrays.fill(last, 0);
                event = name;
            }
            LineFile.forEachLine(file, (buffer, start, end) -> {
                int producer = end - start == recordBytes - 1 ? NumberedRecord.producer(buffer, start) : -1;
                if (producer < 0 || producer >= last.length) {
                    outOfOrder++;
                    return;
                }
                long number = NumberedRecord.number(buffer, start);
                outOfOrder += number > last[producer] ? 0 : 1;
                last[producer] = number;
                lines++;
            });
        }
    }
}

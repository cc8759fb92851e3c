package io.penstock.testing.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether the partition in an object's key is that of its records. The rotation interval is a second, the keys are
 * {@value #KEYS}, a record is {@code <ISO-8601 with milliseconds, UTC> <thread>}, and each thread logs one after the other.
 */
public final class TimedPartitions {
    public static final String KEYS =
            "event=%event/date=%d{yyyy-MM-dd}/hour=%d{HH}/minute=%d{mm}/second=%d{ss}/%start-%i.log";

    private static final int SLOTS = 4;
    private static final int THREADS = 2;
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Path spool;
    private final Path objects;

    public TimedPartitions(Path spool, Path objects) {
        this.spool = spool;
        this.objects = objects;
    }

    /** Logs on several threads until the clock has passed a few boundaries. */
    public static void log(Consumer<String> logger) throws InterruptedException {
        long end = (System.currentTimeMillis() / 1000 + SLOTS) * 1000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "thread-" + i;
            threads.add(new Thread(() -> {
                while (System.currentTimeMillis() < end) {
                    logger.accept(name);
                    LockSupport.parkNanos(100_000);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Of the records of an object none is later than its partition, and of each thread at most the one whose log call crossed the boundary is earlier. */
    public void assertHold() throws IOException {
        await().atMost(SOON).until(() -> logs(spool).isEmpty());
        Set<Instant> partitions = new TreeSet<>();
        for (Path object : logs(objects)) {
            Instant partition = partition(objects.relativize(object).toString());
            partitions.add(partition);
            Map<String, Integer> stragglers = new HashMap<>();
            for (String line : Files.readAllLines(object)) {
                String[] record = line.split(" ", -1);
                Instant time = Instant.parse(record[0]);
                assertThat(time).as("%s in %s", line, object).isBefore(partition.plusSeconds(1));
                if (time.isBefore(partition)) {
                    stragglers.merge(record[1], 1, Integer::sum);
                }
            }
            stragglers.forEach((thread, count) -> assertThat(count)
                    .as("records of %s before %s", thread, object)
                    .isOne());
        }
        assertThat(partitions).hasSizeGreaterThanOrEqualTo(SLOTS - 1);
    }

    private static Instant partition(String key) {
        String[] parts = key.split("/", -1);
        return Instant.parse(
                value(parts[1]) + "T" + value(parts[2]) + ":" + value(parts[3]) + ":" + value(parts[4]) + "Z");
    }

    private static String value(String part) {
        return part.substring(part.indexOf('=') + 1);
    }

    private static List<Path> logs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}

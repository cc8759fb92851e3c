package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** Threads that log {@code <event> <thread> <sequence> <filler>} to every event in turn, and the reading back. */
final class Load implements AutoCloseable {
    static final List<String> EVENTS = List.of("audit", "payment", "login");
    private static final Pattern LINE = Pattern.compile("(\\w+) (\\d+) (\\d+) x*\\.");

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch started;
    private final LongAdder sent = new LongAdder();

    /** @param rounds per thread, each of one record per event */
    Load(Logging logging, int threadCount, int rounds) {
        started = new CountDownLatch(threadCount);
        for (int id = 0; id < threadCount; id++) {
            int thread = id;
            threads.add(new Thread(() -> log(logging, thread, rounds), "load-" + id));
        }
        threads.forEach(Thread::start);
    }

    private void log(Logging logging, int thread, int rounds) {
        try {
            for (int i = 0; i < rounds && !stopped.get(); i++) {
                for (String event : EVENTS) {
                    MDC.put("event", event);
                    logging.logger().info("{} {} {} {}.", event, thread, i, "x".repeat((i * 7 + thread) % 90));
                    sent.increment();
                }
                started.countDown();
            }
        } catch (Throwable failure) {
            failures.add(failure);
        } finally {
            MDC.clear();
        }
    }

    /** Fails if one of the threads has. */
    void check() {
        assertThat(failures).isEmpty();
    }

    /** Records logged so far. */
    long sent() {
        return sent.sum();
    }

    /** Whether no thread of any load gets on: each waits for room. */
    static boolean waits() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("load-"))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    void awaitStart() throws InterruptedException {
        started.await();
    }

    void stop() throws InterruptedException {
        close();
        join();
    }

    /** Whatever has become of the test, the threads must not go on. */
    @Override
    public void close() {
        stopped.set(true);
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        check();
    }

    /** Fails where a thread's sequences do not rise; says no more than where that is. */
    static void assertInOrder(Map<String, List<Integer>> landed) {
        landed.forEach((key, sequences) -> {
            for (int i = 1; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).as("%s, record %d", key, i).isGreaterThan(sequences.get(i - 1));
            }
        });
    }

    /** By event and thread, the sequences in the order of the files; a line that no thread logged as it stands fails. */
    static Map<String, List<Integer>> readBack(Path directory) {
        SpoolReader spool = new SpoolReader(directory);
        Map<String, List<Integer>> landed = new HashMap<>();
        for (String event : EVENTS) {
            for (String line : spool.lines(event)) {
                Matcher record = LINE.matcher(line);
                assertThat(record.matches()).as(line).isTrue();
                assertThat(record.group(1)).as(line).isEqualTo(event);
                landed.computeIfAbsent(event + " " + record.group(2), key -> new ArrayList<>())
                        .add(Integer.valueOf(record.group(3)));
            }
        }
        return landed;
    }
}

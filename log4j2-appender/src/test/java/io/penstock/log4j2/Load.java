package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** Several threads log to several events at once; every record carries its thread, its number and its length, so that whatever happens to one shows. */
record Load(int threads, int recordsPerThread, List<String> events) {
    private static final String PADDING = "x".repeat(200);
    private static final Pattern RECORD = Pattern.compile("t(\\d+) n(\\d+) l(\\d+) (x*)\\.");

    /** All records, from as many threads as there are; returns when the last has been logged. */
    void run(Logger logger) {
        start(logger).join();
    }

    Running start(Logger logger) {
        Running running = new Running(new ArrayList<>(), new AtomicReference<>());
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread thread = new Thread(() -> log(logger, number), "load-" + t);
            thread.setUncaughtExceptionHandler((failed, e) -> running.failure.compareAndSet(null, e));
            running.threads.add(thread);
        }
        running.threads.forEach(Thread::start);
        return running;
    }

    /** I1, I2, I3: nothing missing, doubled or torn, every thread's records in order. */
    void assertAllLanded(Landed landed) {
        assertThat(landed.files().keySet()).containsExactlyInAnyOrderElementsOf(events);
        int records = 0;
        for (String event : events) {
            Map<Integer, Integer> last = new HashMap<>();
            for (String line : landed.lines(event)) {
                Matcher record = whole(line);
                int thread = Integer.parseInt(record.group(1));
                int number = Integer.parseInt(record.group(2));
                assertThat(event).as(line).isEqualTo(eventOf(number));
                assertThat(number)
                        .as("thread %s of %s after %s", thread, event, last.get(thread))
                        .isEqualTo(last.containsKey(thread) ? last.get(thread) + events.size() : events.indexOf(event));
                last.put(thread, number);
                records++;
            }
        }
        assertThat(records).isEqualTo(threads * recordsPerThread);
    }

    /** I1, I2, I3 where some records may have been dropped: what landed is whole and in order. Gives the number of records that landed. */
    long assertWholeAndInOrder(Landed landed) {
        long records = 0;
        for (String event : events) {
            Map<Integer, Integer> last = new HashMap<>();
            for (String line : landed.lines(event)) {
                Matcher record = whole(line);
                int number = Integer.parseInt(record.group(2));
                Integer before = last.put(Integer.parseInt(record.group(1)), number);
                assertThat(number).as(line).isGreaterThan(before == null ? -1 : before);
                records++;
            }
        }
        return records;
    }

    private static Matcher whole(String line) {
        Matcher record = RECORD.matcher(line);
        assertThat(record.matches()).as("torn: %s", line).isTrue();
        assertThat(record.group(4)).as("torn: %s", line).hasSize(Integer.parseInt(record.group(3)));
        return record;
    }

    private void log(Logger logger, int thread) {
        for (int i = 0; i < recordsPerThread; i++) {
            int length = (i * 7 + thread) % PADDING.length();
            ThreadContext.put("event", eventOf(i));
            logger.info("t{} n{} l{} {}.", thread, i, length, PADDING.substring(0, length));
        }
        ThreadContext.clearAll();
    }

    private String eventOf(int number) {
        return events.get(number % events.size());
    }

    /** A load under way. */
    record Running(List<Thread> threads, AtomicReference<Throwable> failure) {
        boolean isAlive() {
            return threads.stream().anyMatch(Thread::isAlive);
        }

        void join() {
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(failure.get()).isNull();
        }
    }
}

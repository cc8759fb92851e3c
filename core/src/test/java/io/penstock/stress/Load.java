package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/** Threads that append {@link Ledger} lines to every event in turn, and remember what was said of each. What the files must hold follows from that. */
final class Load {
    private final List<String> events;
    private final BitSet[][] accepted;
    private final Map<Append, LongAdder> outcomes = new EnumMap<>(Append.class);
    private final LongAdder bytes = new LongAdder();
    private final List<Thread> running = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    /** Bytes that a line is longer than it needs to be. */
    IntUnaryOperator extra = number -> number % 97;

    ThreadFactory threads = Thread::new;

    Load(int threads, String... events) {
        this.events = List.of(events);
        accepted = new BitSet[events.length][threads];
        for (BitSet[] ofEvent : accepted) {
            for (int i = 0; i < threads; i++) {
                ofEvent[i] = new BitSet();
            }
        }
        for (Append outcome : Append.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /** Appends a fixed number of records per thread and event, and waits until that is done. */
    Load run(Penstock penstock, int records) throws InterruptedException {
        return start(penstock, records, () -> false).join();
    }

    /** Appends records from all threads, each until its number is reached or {@code enough} says so. */
    Load start(Penstock penstock, int records, BooleanSupplier enough) {
        for (int i = 0; i < accepted[0].length; i++) {
            int id = i;
            Thread thread = threads.newThread(() -> guarded(() -> produce(penstock, id, records, enough)));
            running.add(thread);
            thread.start();
        }
        return this;
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    private void produce(Penstock penstock, int id, int records, BooleanSupplier enough) {
        for (int number = 0; number < records && !enough.getAsBoolean(); number++) {
            byte[] line = Ledger.line(id, number, extra.applyAsInt(number));
            for (int event = 0; event < events.size(); event++) {
                Append outcome = penstock.append(events.get(event), line);
                outcomes.get(outcome).increment();
                if (outcome == Append.ACCEPTED) {
                    accepted[event][id].set(number);
                    bytes.add(line.length);
                }
            }
        }
    }

    Load join() throws InterruptedException {
        for (Thread thread : running) {
            thread.join();
        }
        running.clear();
        assertThat(failures).isEmpty();
        return this;
    }

    long count(Append outcome) {
        return outcomes.get(outcome).sum();
    }

    long attempted() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** I1: every outcome is counted under its name, and what was accepted and what was not add up to what was attempted. */
    void assertCounted(EventStats total) {
        Map.of(
                        Append.ACCEPTED, "accepted",
                        Append.REFUSED_CLOSED, "refusedClosed",
                        Append.REFUSED_INVALID, "refusedInvalid",
                        Append.DROPPED_FULL, "droppedFull",
                        Append.DROPPED_TIMEOUT, "droppedTimeout",
                        Append.DROPPED_DISCARDED, "droppedDiscarded",
                        Append.DROPPED_OVERSIZE, "droppedOversize")
                .forEach((outcome, name) -> assertThat(total.get(name)).as(name).isEqualTo(count(outcome)));
    }

    /** I1, I2, I3: the sealed files hold exactly what was accepted: once, whole, each thread's records in their order; nothing is left beside them. */
    void assertLanded(Path directory) throws IOException {
        long sealedBytes = 0;
        for (int event = 0; event < events.size(); event++) {
            List<Path> files = Ledger.sealed(directory, events.get(event));
            Map<Integer, List<Long>> read = Ledger.read(files);
            for (int id = 0; id < accepted[event].length; id++) {
                assertSame(
                        events.get(event) + " of thread " + id,
                        read.getOrDefault(id, List.of()).stream()
                                .mapToLong(Long::longValue)
                                .toArray(),
                        accepted[event][id].stream().asLongStream().toArray());
            }
            for (Path file : files) {
                sealedBytes += Files.size(file);
            }
            assertThat(directory.resolve(events.get(event) + ".log")).doesNotExist();
        }
        assertThat(sealedBytes).isEqualTo(bytes.sum());
    }

    /** Says where they differ first: whole lists would be megabytes. */
    private static void assertSame(String what, long[] inFiles, long[] accepted) {
        int same = 0;
        while (same < Math.min(inFiles.length, accepted.length) && inFiles[same] == accepted[same]) {
            same++;
        }
        assertThat(same == inFiles.length && same == accepted.length)
                .as(
                        "%s: %d accepted, %d in the files; number %d is %s there and should be %s",
                        what,
                        accepted.length,
                        inFiles.length,
                        same,
                        same < inFiles.length ? inFiles[same] : "missing",
                        same < accepted.length ? accepted[same] : "missing")
                .isTrue();
    }
}

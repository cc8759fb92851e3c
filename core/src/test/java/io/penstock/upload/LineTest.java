package io.penstock.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose turn it is, with a clock that stands still unless it is told. */
class LineTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Near the clock's overflow, where only differences count. */
    private long now = Long.MAX_VALUE - 3 * SECOND;

    private final Line line = new Line(Patience.DEFAULT, () -> 1.0);

    @Test
    void theOldestFileIsNext() {
        line.add(file("b", 2));
        line.add(file("a", 1));
        line.add(file("c", 3));

        assertThat(next()).hasToString("a");
        assertThat(next()).hasToString("b");
        assertThat(next()).hasToString("c");
        assertThat(next()).isNull();
    }

    @Test
    void aFileThatIsToldTwiceWaitsOnce() {
        assertThat(line.add(file("a", 1))).isTrue();
        assertThat(line.add(file("a", 1))).isFalse();
        assertThat(line.gauges(now).waitingFiles()).isOne();
    }

    /** From 200 ms, doubling, to 15 s; a file that somebody has to do something for from 15 s to 5 min. */
    @Test
    void pausesDoubleUpToABound() {
        line.add(file("a", 1));
        assertThat(pauseAfter(WaitingFile.State.DELAYED)).isEqualTo(SECOND / 5);
        assertThat(pauseAfter(WaitingFile.State.DELAYED)).isEqualTo(2 * SECOND / 5);
        for (int i = 0; i < 40; i++) {
            pauseAfter(WaitingFile.State.DELAYED);
        }
        assertThat(pauseAfter(WaitingFile.State.DELAYED)).isEqualTo(15 * SECOND);
        assertThat(pauseAfter(WaitingFile.State.DISPUTED)).isEqualTo(15 * SECOND);
        assertThat(pauseAfter(WaitingFile.State.DISPUTED)).isEqualTo(30 * SECOND);
        for (int i = 0; i < 40; i++) {
            pauseAfter(WaitingFile.State.DISPUTED);
        }
        assertThat(pauseAfter(WaitingFile.State.DISPUTED)).isEqualTo(300 * SECOND);
    }

    /** While the store is out of reach one file at a time tries, every 15 s in the end, however many wait. */
    @Test
    void anOutageCostsOneAttemptAtATime() {
        for (int i = 0; i < 1_000; i++) {
            line.add(file("f" + (10_000 + i), i));
        }
        int attempts = 0;
        long began = now;
        while (now - began < 600 * SECOND) {
            WaitingFile file = next();
            if (file != null) {
                attempts++;
                assertThat(attempts < 4 || next() == null).isTrue();
                line.failed(file, WaitingFile.State.DELAYED, true, now);
            } else {
                now += Math.max(1, line.quietNanos(now));
            }
        }
        assertThat(attempts).isBetween(40, 60);

        WaitingFile probe = await();
        line.succeeded(probe);

        for (int i = 1; i < 1_000; i++) {
            assertThat(next()).as("all others at once").isNotNull();
        }
    }

    /** One bad file keeps none of the others back: the next probe is another one. */
    @Test
    void probesAreDifferentFiles() {
        for (int i = 0; i < 10; i++) {
            line.add(file("f" + i, i));
        }
        Set<String> probes = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            WaitingFile file = await();
            probes.add(file.toString());
            line.failed(file, WaitingFile.State.DELAYED, true, now);
        }
        assertThat(probes).hasSize(10);
    }

    /** The failures of a single file say nothing about the store. */
    @Test
    void oneBadFileIsNoOutage() {
        line.add(file("bad", 1));
        for (int i = 0; i < 10; i++) {
            line.failed(await(), WaitingFile.State.DELAYED, true, now);
        }
        line.add(file("good", 2));

        assertThat(next()).hasToString("good");
    }

    /** Whoever finishes need not wait for what somebody has to change. */
    @Test
    void whatIsRefusedDoesNotMove() {
        for (int i = 0; i < 10; i++) {
            line.add(file("f" + i, i));
        }
        assertThat(line.isMoving()).isTrue();
        for (int i = 0; i < 3; i++) {
            line.failed(await(), WaitingFile.State.REFUSED, true, now);
        }
        assertThat(line.isMoving()).isFalse();

        line.retryAll();
        assertThat(line.isMoving()).isTrue();
        assertThat(next()).hasToString("f0");
    }

    /** No step looks at all files: a hundred thousand, each failing once, take no time. */
    @Test
    void aHundredThousandFilesAreNoTrouble() {
        long began = System.nanoTime();
        int files = 100_000;
        long waited = 0;
        for (int i = 0; i < files; i++) {
            line.add(file("event-" + i % 64, "f" + i, i));
        }
        for (int i = 0; i < files; i++) {
            line.failed(await(), WaitingFile.State.DISPUTED, false, now);
            waited += line.gauges("event-1", now).waitingFiles();
        }
        for (int i = 0; i < files; i++) {
            line.succeeded(await());
        }
        assertThat(waited).isPositive();
        assertThat(line.isEmpty()).isTrue();
        assertThat(line.gauges(now)).isEqualTo(UploadGauges.NOTHING);
        assertThat(System.nanoTime() - began).isLessThan(20 * SECOND);
    }

    @Test
    void gaugesTellWhatWaits() {
        line.add(file("payment", "a", 1));
        line.add(file("login", "b", 2));
        now += 5 * SECOND;
        WaitingFile first = await();

        assertThat(line.gauges(now)).isEqualTo(new UploadGauges(2, 200, 5, 1));
        assertThat(line.gauges("payment", now)).isEqualTo(new UploadGauges(1, 100, 5, 1));

        line.succeeded(first);
        assertThat(line.gauges("payment", now)).isEqualTo(UploadGauges.NOTHING);
        assertThat(line.removed("b")).isNotNull();
        assertThat(line.gauges(now)).isEqualTo(UploadGauges.NOTHING);
    }

    private long pauseAfter(WaitingFile.State why) {
        line.failed(await(), why, true, now);
        return line.quietNanos(now);
    }

    private WaitingFile await() {
        for (int i = 0; i < 3; i++) {
            WaitingFile file = next();
            if (file != null) {
                return file;
            }
            now += line.quietNanos(now);
        }
        throw new AssertionError("no file's turn came");
    }

    private @Nullable WaitingFile next() {
        return line.next(now);
    }

    private WaitingFile file(String name, int age) {
        return file("payment", name, age);
    }

    private WaitingFile file(String event, String name, int age) {
        Instant time = Instant.ofEpochSecond(age);
        SealedFile file = new SealedFile(name, Path.of(name), 100, event, "host", "s1", 1, null, 1, time, time, time);
        return new WaitingFile(file, now, new Registered(UploaderFixture.noQueue(), Set.of(name)));
    }
}

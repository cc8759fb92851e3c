package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing, of everything or of one event, while threads go on appending. */
class CloseTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Told told = new Told();

    @TempDir
    Path directory;

    /** I1: what was accepted before the close is in the files, what comes after it is refused and counted. */
    @RepeatedTest(8)
    void closeWhileWritingKeepsWhatWasAcceptedAndRefusesTheRest() throws Exception {
        Penstock penstock = Setup.in(directory).rotation("size", "1 MB").open(told);
        AtomicBoolean enough = new AtomicBoolean();
        Load load = new Load(4, "payment", "login").start(penstock, Integer.MAX_VALUE, enough::get);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .atMost(LONG)
                .until(() -> load.count(Append.ACCEPTED) > 20_000);

        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .atMost(LONG)
                .until(() -> load.count(Append.REFUSED_CLOSED) > 1_000);
        enough.set(true);
        load.join();

        assertThat(load.count(Append.ACCEPTED) + load.count(Append.REFUSED_CLOSED))
                .isEqualTo(load.attempted());
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
        assertThat(penstock.stats().total().get("liveEvents")).isZero();
        assertThat(penstock.stats().total().get("memoryBytes")).isZero();
    }

    /** A second close has nothing to do; two at once both come back. */
    @Test
    void closingTwiceIsHarmless() throws Exception {
        Penstock penstock = Setup.in(directory).open(told);
        Load load = new Load(2, "payment").run(penstock, 1_000);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> penstock.close(LONG));

        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
        assertThat(other.get(60, TimeUnit.SECONDS)).as("%s", told).isTrue();
        assertThat(penstock.close(LONG)).isTrue();
        assertThat(penstock.append("payment", "late\n")).isEqualTo(Append.REFUSED_CLOSED);
        assertThat(penstock.stats().total().get("refusedClosed")).isEqualTo(1);
        load.assertLanded(directory);
    }

    /** I1, I3: an event that is closed by hand under load opens again with its next record; nothing is lost or refused in between. */
    @Test
    void anEventClosedUnderLoadOpensAgain() throws Exception {
        Penstock penstock = Setup.in(directory)
                .rotation("size", "1 MB")
                .rotation("sync", "off")
                .open(told);
        Load load = new Load(3, "payment", "login").start(penstock, 30_000, () -> false);
        for (int i = 0; i < 40; i++) {
            assertThat(penstock.close("payment", LONG)).as("%s", told).isTrue();
        }
        load.join();
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertThat(load.count(Append.ACCEPTED)).isEqualTo(load.attempted());
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
        assertThat(Ledger.sealed(directory, "payment")).hasSizeGreaterThan(5);
    }

    /** I1: a close of everything waits for an event that is being closed at the same time. */
    @RepeatedTest(20)
    void closeWaitsForAnEventThatIsBeingClosed() throws Exception {
        Penstock penstock = Setup.in(directory).with("flushInterval", "1 h").open(told);
        Load load = new Load(1, "payment").run(penstock, 50);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> penstock.close("payment", LONG));
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(1))
                .atMost(LONG)
                .until(() -> !penstock.has("payment"));

        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
        load.assertLanded(directory);
        assertThat(other.get(60, TimeUnit.SECONDS)).isTrue();
    }

    /** I1, I3: events that fall idle all the time and are opened again by the next record. */
    @ParameterizedTest
    @ValueSource(strings = {"strict", "thread"})
    void idleEventsAreClosedAndOpenedAgainUnderLoad(String order) throws Exception {
        Penstock penstock = Setup.in(directory)
                .with("flushInterval", "1 ms")
                .with("idleTimeout", "1 ms")
                .buffer("order", order)
                .buffer("size", "32 KB")
                .buffer("shards", order.equals("strict") ? "1" : "2")
                .rotation("sync", "off")
                .open(told);
        Load load = new Load(3, "payment", "login", "search", "audit");
        load.extra = number -> {
            // now about as long as it takes to fall idle: the record then meets the closing at any of its stages
            long until = System.nanoTime() + new Random(number).nextInt(4_000_000);
            while (number % 8 == 0 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return number % 97;
        };
        load.run(penstock, 3_000);
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();

        assertThat(load.count(Append.ACCEPTED))
                .as("%s%n%s", penstock.stats().total(), told)
                .isEqualTo(load.attempted());
        load.assertCounted(penstock.stats().total());
        load.assertLanded(directory);
        assertThat(penstock.stats().total().get("sealedFiles")).isGreaterThan(50);
        assertThat(penstock.stats().total().get("memoryBytes")).isZero();
    }
}

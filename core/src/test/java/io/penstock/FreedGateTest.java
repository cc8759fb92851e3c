package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FreedGateTest {
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean room = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final FreedGate gate = new FreedGate(ending::get);

    private boolean attempt() {
        attempts.incrementAndGet();
        return room.get();
    }

    /** {@code blockTimeout="unlimited"} waits for ever, but not beyond the JVM's end. */
    @Test
    void unlimitedWaitEndsWithTheJvm() throws Exception {
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> gate.await(this::attempt, Long.MAX_VALUE));
        while (attempts.get() == 0) {
            Thread.onSpinWait();
        }

        ending.set(true);

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(gate.isFutile()).isTrue();
    }

    /** A waiter that announced itself before the buffer was freed does not sleep through it. */
    @Test
    void waiterGoesOnWhenABufferIsFreed() throws Exception {
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> gate.await(this::attempt, Long.MAX_VALUE));
        while (attempts.get() == 0) {
            Thread.onSpinWait();
        }

        room.set(true);
        gate.freed();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Once a wait has run out nobody waits, until a buffer has been freed. */
    @Test
    void waitingIsFutileUntilABufferIsFreed() {
        assertThat(gate.await(this::attempt, 0)).isFalse();
        assertThat(gate.isFutile()).isTrue();

        gate.freed();

        assertThat(gate.isFutile()).isFalse();
    }
}

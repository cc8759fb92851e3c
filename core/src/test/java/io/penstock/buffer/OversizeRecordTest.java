package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A record that stays with its caller: written, or withdrawn before its first byte is, never both. */
class OversizeRecordTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final OversizeRecord record = new OversizeRecord(new byte[] {1, 2, 3, 4}, 1, 2);

    @Test
    void itsPayloadIsTheGivenPartOfTheArray() {
        assertThat(record.payload().remaining()).isEqualTo(2);
        assertThat(record.payload().get(0)).isEqualTo((byte) 2);
    }

    @Test
    void theCallerWaitsUntilItIsWritten() throws Exception {
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> record.awaitWritten(LONG, () -> false));
        assertThat(record.begin()).isTrue();
        record.written();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWithdrawnOneIsNotWritten() {
        assertThat(record.awaitWritten(0, () -> false)).isFalse();
        assertThat(record.begin()).isFalse();
    }

    /** I9: bytes are in the file, so the rest must follow, however long it takes. */
    @Test
    void onceBegunItCannotBeWithdrawnAndIsTakenUpAgain() throws Exception {
        assertThat(record.begin()).isTrue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> record.awaitWritten(0, () -> false));
        assertThat(record.begin()).as("the batch is made again").isTrue();
        record.written();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Else a disk that is full in the middle of a record would hold its caller for ever. */
    @Test
    void onceBegunItIsKeptForACallerWhoseTimeIsOver() throws Exception {
        byte[] bytes = {1, 2, 3, 4};
        OversizeRecord kept = new OversizeRecord(bytes, 1, 2);
        assertThat(kept.begin()).isTrue();
        kept.keepIfOverdue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> kept.awaitWritten(0, () -> false));
        while (!waiting.isDone()) {
            kept.keepIfOverdue();
        }
        bytes[1] = 9;

        assertThat(waiting.get()).isTrue();
        assertThat(kept.begin()).as("the batch is made again").isTrue();
        assertThat(kept.payload().get(0)).isEqualTo((byte) 2);
        assertThat(kept.abandon()).as("it was accepted").isTrue();
    }

    @Test
    void putBackItCanBeWithdrawn() {
        assertThat(record.begin()).isTrue();
        record.putBack();

        assertThat(record.awaitWritten(0, () -> false)).isFalse();
    }

    /** Waits ignore interrupts, and restore the flag. */
    @Test
    void anInterruptedCallerStillWaits() {
        Thread.currentThread().interrupt();
        assertThat(record.awaitWritten(TimeUnit.MILLISECONDS.toNanos(1), () -> false))
                .isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }

    /** The JVM ends: who would wait for ever takes the record back. */
    @Test
    void nobodyWaitsWhenTheEndHasCome() {
        OversizeRecord record = new OversizeRecord(new byte[10], 0, 10);

        assertThat(record.awaitWritten(Long.MAX_VALUE, () -> true)).isFalse();

        assertThat(record.begin()).isFalse();
    }
}

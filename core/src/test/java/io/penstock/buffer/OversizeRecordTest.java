package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A record that stays with its caller: written, or withdrawn before its first byte is, never both. */
class OversizeRecordTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final OversizeRecord record = new OversizeRecord(new byte[] {1, 2, 3, 4}, 1, 2);

    @Test
    void itsBytesAreTheGivenPartOfTheArray() throws Exception {
        assertThat(bytesOf(record)).containsExactly(2, 3);
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

    /** Else a disk that hangs or is full in the middle of a record would hold its caller for ever. */
    @Test
    void onceBegunItGoesOnInACopyWhenTheTimeOfItsCallerIsOver() throws Exception {
        byte[] bytes = {1, 2, 3, 4};
        OversizeRecord kept = new OversizeRecord(bytes, 1, 2);
        assertThat(kept.begin()).isTrue();
        assertThat(kept.awaitWritten(0, () -> false)).isTrue();
        bytes[1] = 9;

        assertThat(bytesOf(kept)).containsExactly(2, 3);
        assertThat(kept.begin()).as("the batch is made again").isTrue();
        assertThat(kept.abandon()).as("it was accepted").isTrue();
    }

    /** A write that hangs at a stop may go on reading the record when its caller has its array back. */
    @Test
    void abandonedWhileItIsWrittenItGoesOnInACopy() throws Exception {
        byte[] bytes = {1, 2, 3, 4};
        OversizeRecord kept = new OversizeRecord(bytes, 1, 2);
        assertThat(kept.begin()).isTrue();
        assertThat(kept.abandon()).as("counts as accepted").isTrue();
        bytes[1] = 9;

        assertThat(kept.awaitWritten(LONG, () -> false)).isTrue();
        assertThat(bytesOf(kept)).containsExactly(2, 3);
    }

    @Test
    void abandonedBeforeItsWriteBeganItIsNotAccepted() {
        assertThat(record.abandon()).isFalse();
        assertThat(record.awaitWritten(LONG, () -> false)).isFalse();
    }

    private static byte[] bytesOf(OversizeRecord record) throws Exception {
        ByteBuffer target = ByteBuffer.allocate(record.length());
        record.copy(0, target, 0, 1);
        record.copy(1, target, 1, record.length() - 1);
        return target.array();
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

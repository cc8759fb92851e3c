package io.penstock.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EchoEncoder;
import io.penstock.Append;
import io.penstock.logback.LateRecord.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final long ROOM = 10_000;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

    private final Handover handover = new Handover();
    private final EchoEncoder<ILoggingEvent> encoder = new EchoEncoder<>();
    private final List<LateRecord> refused = new CopyOnWriteArrayList<>();
    private final List<LateRecord> taken = new CopyOnWriteArrayList<>();
    private final Target old = late -> {
        refused.add(late);
        return Append.REFUSED_CLOSED;
    };
    private final Target successor = late -> {
        taken.add(late);
        return Append.ACCEPTED;
    };

    /** I3 */
    @Test
    void lateRecordsGoToTheSuccessorBeforeItsOwnAndInOrder() {
        handover.succeed(old, encoder);
        handover.leave(old, ROOM, PATIENCE);
        LateRecord first = record("first");
        LateRecord second = record("second");
        LateRecord third = record("third");

        handover.take(first, old);
        handover.take(second, old);
        handover.succeed(successor, encoder);
        handover.take(third, old);

        assertThat(taken).containsExactly(first, second, third);
        assertThat(refused).isEmpty();
    }

    /** I1 */
    @Test
    void lateRecordsOfAStoppedContextAreRefusedWhereTheyCameFrom() {
        handover.succeed(old, encoder);
        handover.leave(old, ROOM, PATIENCE);
        LateRecord before = record("before");
        LateRecord after = record("after");

        handover.take(before, old);
        handover.close();
        handover.take(after, old);

        assertThat(refused).containsExactly(before, after);
    }

    /** I13: what waits is bounded; where no patience is left, the rest is refused. */
    @Test
    void moreThanTheRoomIsRefusedWithoutPatience() {
        handover.succeed(old, encoder);
        LateRecord fits = record("fits");
        handover.leave(old, fits.heldBytes(), 0);
        LateRecord tooMuch = record("too much");

        handover.take(fits, old);
        handover.take(tooMuch, old);
        handover.succeed(successor, encoder);

        assertThat(refused).containsExactly(tooMuch);
        assertThat(taken).containsExactly(fits);
    }

    @Test
    void moreThanTheRoomWaitsForTheSuccessor() throws InterruptedException {
        handover.succeed(old, encoder);
        handover.leave(old, 0, PATIENCE);
        LateRecord waits = record("waits");
        Thread late = new Thread(() -> handover.take(waits, old));
        late.start();
        await().atMost(PATIENCE, TimeUnit.NANOSECONDS).until(() -> late.getState() == Thread.State.TIMED_WAITING);

        late.interrupt();
        handover.succeed(successor, encoder);
        late.join();

        assertThat(taken).containsExactly(waits);
        assertThat(refused).isEmpty();
    }

    /** The old appender may stop after its successor has started, as under an AsyncAppender with much to flush. */
    @Test
    void aSuccessorThatStartedFirstStaysWhenTheOldOneLeaves() {
        handover.succeed(old, encoder);
        handover.succeed(successor, encoder);
        handover.leave(old, ROOM, PATIENCE);
        LateRecord late = record("late");

        handover.take(late, old);

        assertThat(taken).containsExactly(late);
    }

    private static LateRecord record(String text) {
        return new LateRecord("event", 0, false, text.getBytes(UTF_8));
    }
}

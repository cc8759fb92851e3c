package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardReaderTest {
    private final Shard shard = new Shard(ByteBuffer.allocateDirect(2 * 1024).order(ByteOrder.LITTLE_ENDIAN));
    private final ShardReader reader = new ShardReader(shard, 0);
    private long ticket;

    /** I6: a batch that took nothing from a shard is committed after the shard was swapped twice; that must not free the buffer that is being drained now. */
    @Test
    void commitOfACursorThatIsPastFreesNothing() {
        fill("first");
        List<String> first = drain();
        reader.commit(reader.cursor());
        long inFlight = reader.cursor();
        assertThat(reader.swap()).isTrue();
        fill("second");
        assertThat(reader.swap()).isTrue();

        assertThat(reader.commit(inFlight)).isFalse();

        assertThat(first).hasSize(20);
        assertThat(drain()).hasSize(20).allMatch("second"::equals);
    }

    /** I9: the batch that took nothing from a shard is made again, and again takes nothing from it. */
    @Test
    void limitThatIsPastAllowsNothing() {
        fill("first");
        drain();
        reader.commit(reader.cursor());
        long inFlight = reader.cursor();
        reader.swap();
        fill("second");
        reader.swap();
        reader.snapshot();
        reader.head();
        reader.next();

        reader.rewind();
        reader.limit(inFlight);

        assertThat(reader.head()).isEqualTo(ShardReader.EXHAUSTED);
    }

    /** I6: a reader stops at a frame that is claimed and not yet published, and takes up there again. */
    @Test
    void readerWaitsAtAClaimedFrame() {
        append("first");
        int stalled = shard.position();
        append("second");
        append("third");
        int size = (int) FrameLayout.sizeOf("second".length());
        FrameLayout.claimRelease(shard.buffer(0), stalled, size);

        assertThat(drain()).containsExactly("first");
        assertThat(reader.head()).isEqualTo(ShardReader.UNPUBLISHED);

        FrameLayout.publishRelease(shard.buffer(0), stalled, size);
        assertThat(drain()).containsExactly("second", "third");
    }

    /** I6: a buffer that goes back to the writers holds no word that could be taken for a published frame. */
    @Test
    void cleanBufferIsZero() {
        fill("first");
        reader.swap();
        drain();

        assertThat(reader.commit(reader.cursor())).isTrue();

        byte[] left = new byte[shard.capacity()];
        shard.buffer(0).get(0, left);
        assertThat(left).containsOnly(0);
    }

    /** I7: what a swap left behind is read before what came after it. */
    @Test
    void drainingBufferIsReadBeforeTheActiveOne() {
        append("old");
        reader.swap();
        append("new");

        assertThat(reader.swap()).as("the other buffer is not clean").isFalse();
        assertThat(drain()).containsExactly("old", "new");
    }

    /** I9: what was merged and not committed is read again. */
    @Test
    void rewindGoesBackToTheLastCommit() {
        append("one");
        drain();
        reader.commit(reader.cursor());
        append("two");
        drain();

        reader.rewind();

        assertThat(drain()).containsExactly("two");
    }

    private void fill(String text) {
        for (int i = 0; i < 20; i++) {
            append(text);
        }
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        shard.append((int) FrameLayout.sizeOf(bytes.length), FrameLayout.DATA, ticket++, 1, bytes, 0, bytes.length);
    }

    private List<String> drain() {
        List<String> texts = new ArrayList<>();
        reader.snapshot();
        for (long head = reader.head(); head >= 0 && head != ShardReader.EXHAUSTED; head = reader.head()) {
            ByteBuffer payload = reader.headPayload();
            texts.add(StandardCharsets.UTF_8.decode(payload).toString());
            reader.next();
        }
        return texts;
    }
}

package io.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.platform.Platform;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Two copies, of which the one with the higher epoch holds; a commit changes the other one until its very last store. */
class ControlPageTest {
    private final ByteBuffer memory = Platform.get().map(ControlPageLayout.BYTES);
    private final ControlPage page = new ControlPage(memory);
    private final ByteBuffer staging = Platform.get().map(8192);

    private long epoch(int copy) {
        return memory.getLong(copy * ControlPageLayout.COPY_BYTES + ControlPageLayout.EPOCH);
    }

    private void commit(long length, int tailLength) {
        page.intend(new long[] {7, 8}, 2);
        page.advance(3, 20, 30, new long[] {7, 8}, 2);
        page.commit(length, staging, 100, tailLength);
    }

    @Test
    void untilItIsMadeTheLastCommitHolds() {
        commit(1_000, 0);
        page.intend(new long[] {9, 9}, 2);
        page.advance(5, 1, 99, new long[] {9, 9}, 2);

        assertThat(page.committedLength()).isEqualTo(1_000);
        int valid = epoch(0) > epoch(1) ? 0 : ControlPageLayout.COPY_BYTES;
        assertThat(memory.getLong(valid + ControlPageLayout.RECORDS)).isEqualTo(3);
        assertThat(memory.getLong(valid + ControlPageLayout.CURSORS + 8)).isEqualTo(8);
        assertThat(memory.getLong(ControlPageLayout.INTENT)).isEqualTo(Math.max(epoch(0), epoch(1)) + 1);
        assertThat(memory.getLong(ControlPageLayout.INTENT + ControlPageLayout.CURSORS))
                .isEqualTo(9);
    }

    @Test
    void commitsAlternateAndAddUp() {
        commit(1_000, 0);
        long first = Math.max(epoch(0), epoch(1));
        page.advance(4, 10, 25, new long[] {1, 2}, 2);
        page.commit(2_000, staging, 0, 0);

        assertThat(Math.max(epoch(0), epoch(1))).isEqualTo(first + 1);
        assertThat(Math.min(epoch(0), epoch(1))).isEqualTo(first);
        int valid = epoch(0) > epoch(1) ? 0 : ControlPageLayout.COPY_BYTES;
        assertThat(memory.getLong(valid + ControlPageLayout.RECORDS)).isEqualTo(7);
        assertThat(memory.getLong(valid + ControlPageLayout.EARLIEST)).isEqualTo(10);
        assertThat(memory.getLong(valid + ControlPageLayout.LATEST)).isEqualTo(30);
    }

    /** I2: bytes that are kept back for a whole block are those of the last commit. */
    @Test
    void theTailIsKeptWithTheCommit() {
        staging.put(100, (byte) 'a').put(101, (byte) 'b');
        commit(4_096, 2);
        staging.put(100, (byte) 'x');

        ByteBuffer target = ByteBuffer.allocateDirect(16);
        page.copyTail(target, 5);
        assertThat(page.tailLength()).isEqualTo(2);
        assertThat((char) target.get(5)).isEqualTo('a');
        assertThat((char) target.get(6)).isEqualTo('b');
        assertThatThrownBy(() -> commit(4_096, ControlPageLayout.TAIL_BYTES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextFileBeginsWithItsHeaderAndNoRecords() {
        commit(1_000, 0);
        page.rotate(12);

        assertThat(page.committedLength()).isEqualTo(12);
        int valid = epoch(0) > epoch(1) ? 0 : ControlPageLayout.COPY_BYTES;
        assertThat(memory.getLong(valid + ControlPageLayout.FILE)).isEqualTo(1);
        assertThat(memory.getLong(valid + ControlPageLayout.RECORDS)).isZero();
        assertThat(memory.getLong(valid + ControlPageLayout.CURSORS))
                .as("shards go on")
                .isEqualTo(7);
    }
}

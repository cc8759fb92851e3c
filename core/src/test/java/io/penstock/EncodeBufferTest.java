package io.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EncodeBufferTest {
    private final EncodeBuffer buffer = new EncodeBuffer();

    @Test
    void keepsWhatWasPutInOrderWhileItGrows() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            byte[] piece = ("piece " + i + ';').getBytes(UTF_8);
            buffer.put(piece, 1, piece.length - 1);
            buffer.put(ByteBuffer.wrap(piece));
            buffer.put((byte) '\n');
            expected.append("iece ").append(i).append(";piece ").append(i).append(";\n");
        }

        assertThat(new String(buffer.bytes(), 0, buffer.length(), UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void whatIsWrittenIntoTheReservedBufferIsPartOfTheRecord() {
        buffer.put((byte) 'a');
        ByteBuffer room = buffer.reserve(5_000);
        assertThat(room.remaining()).isGreaterThanOrEqualTo(5_000);
        room.put((byte) 'b');

        assertThat(Arrays.copyOf(buffer.bytes(), buffer.length())).containsExactly('a', 'b');
    }

    @Test
    void clearingKeepsTheArrayAndForgetsTheRecord() {
        buffer.put(new byte[10_000], 0, 10_000);
        int grown = buffer.capacity();
        buffer.clear();

        assertThat(buffer.length()).isZero();
        assertThat(buffer.capacity()).isEqualTo(grown);
    }

    @Test
    void aRecordLargerThanAnArrayIsRefusedBeforeAnythingIsAllocated() {
        buffer.put((byte) 1);

        assertThatThrownBy(() -> buffer.reserve(Integer.MAX_VALUE)).isInstanceOf(IllegalStateException.class);
        assertThat(buffer.length()).isOne();
    }
}

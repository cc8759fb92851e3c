package io.penstock.log4j2;

import io.penstock.EncodeBuffer;
import java.nio.ByteBuffer;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;

/** Takes what a layout encodes. It never drains: a record has to be whole before anything is claimed for it, so it grows instead. */
final class RecordBuffer extends EncodeBuffer implements ByteBufferDestination {
    @Override
    public ByteBuffer getByteBuffer() {
        return reserve(0);
    }

    @Override
    public ByteBuffer drain(ByteBuffer buffer) {
        return reserve(buffer.remaining() + 1);
    }

    @Override
    public void writeBytes(ByteBuffer data) {
        put(data);
    }

    @Override
    public void writeBytes(byte[] data, int offset, int length) {
        put(data, offset, length);
    }
}

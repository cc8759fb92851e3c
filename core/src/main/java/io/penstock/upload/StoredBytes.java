package io.penstock.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Below all layers of a form: passes bytes on until it is shut; then they go nowhere, so that the layers above can be closed in any state. */
final class StoredBytes extends OutputStream implements WritableByteChannel {
    private final OutputStream stored;
    private boolean shut;

    StoredBytes(OutputStream stored) {
        this.stored = stored;
    }

    /** From here on nothing reaches {@code stored}. */
    void shut() {
        shut = true;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!shut) {
            stored.write(bytes, offset, length);
        }
    }

    /** @param bytes of the heap, as the encryption has them */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        bytes.position(bytes.limit());
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Leaves {@code stored} open: there may be a last part to send. */
    @Override
    public void close() {}
}

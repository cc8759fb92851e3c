package io.penstock.upload;

import java.io.IOException;
import java.io.OutputStream;

/** The way into a {@link StoredForm}; {@link StoredForm#encode} tells what closing it means. One thread at a time. */
final class FormStream extends OutputStream {
    private final OutputStream layers;
    private final StoredBytes bottom;
    private boolean failed;
    private boolean closed;

    FormStream(OutputStream layers, StoredBytes bottom) {
        this.layers = layers;
        this.bottom = bottom;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || failed) {
            throw new IOException(closed ? "already closed" : "an earlier write failed");
        }
        failed = true;
        layers.write(bytes, offset, length);
        failed = false;
    }

    /** Frees what the layers hold, and finishes nothing: what has arrived is no whole file. Throws nothing, also when repeated. */
    void abandon() {
        if (!closed) {
            closed = true;
            free();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (failed) {
            free();
            throw new IOException("not finished: an earlier write failed");
        }
        layers.close();
    }

    private void free() {
        bottom.shut();
        try {
            layers.close();
        } catch (IOException | RuntimeException e) {
            // nothing can reach the store any more, and each layer frees its memory whatever happens
            failed = true;
        }
    }
}

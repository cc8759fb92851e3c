package io.penstock.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One gzip member at level 1, without name and time, so that equal files give equal bytes. */
final class GzipMember extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    GzipMember(OutputStream next) throws IOException {
        super(next, BUFFER_BYTES);
        def.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            def.end(); // the JDK's own does not get there when finishing fails
        }
    }
}

package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.status.StatusListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one door to a layout's header and footer, which are foreign code: what fails there is reported, and costs the file its header or footer. */
final class GuardedFraming implements FileFraming {
    private static final byte[] NOTHING = {};

    private final FileFraming framing;
    private final StatusListener status;

    GuardedFraming(FileFraming framing, StatusListener status) {
        this.framing = framing;
        this.status = status;
    }

    @Override
    public byte[] header() {
        return bytes("header", framing::header);
    }

    @Override
    public byte[] footer() {
        return bytes("footer", framing::footer);
    }

    private byte[] bytes(String part, Supplier<byte @Nullable []> foreign) {
        try {
            byte[] bytes = foreign.get();
            return bytes == null ? NOTHING : bytes;
        } catch (Throwable failure) {
            status.error("a file goes without its " + part + ", which could not be made", failure);
            return NOTHING;
        }
    }
}

package io.penstock.log4j2;

import io.penstock.config.FileFraming;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.util.function.Supplier;
import org.apache.logging.log4j.core.Layout;
import org.jspecify.annotations.Nullable;

/** A layout's header and footer for every file. A layout that fails here is reported and costs its header, not the file. */
final class LayoutFraming implements FileFraming {
    private static final byte[] NOTHING = {};

    private final Layout<?> layout;
    private final Reports reports;

    LayoutFraming(Layout<?> layout, StatusListener status) {
        this.layout = layout;
        this.reports = new Reports(status);
    }

    @Override
    public byte[] header() {
        return ask(layout::getHeader, "header");
    }

    @Override
    public byte[] footer() {
        return ask(layout::getFooter, "footer");
    }

    // the layout is the user's code, and core's background threads must survive it
    private byte[] ask(Supplier<byte @Nullable []> part, String name) {
        try {
            byte[] bytes = part.get();
            return bytes == null ? NOTHING : bytes;
        } catch (Throwable t) {
            reports.failure("the layout's", name, t);
            return NOTHING;
        }
    }
}

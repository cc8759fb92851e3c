package io.penstock.file;

import java.io.IOException;
import java.nio.file.Path;

/** Seals what processes before us left unsealed. Files thread. */
final class Recovery {
    Recovery(SpoolRoom room, Publisher publisher) {}

    void begin() {}

    void clearTheWay(Lane lane, Path waiting, Path live) throws IOException {
        throw new IOException(live + " exists, and " + waiting + " waits for its name");
    }
}

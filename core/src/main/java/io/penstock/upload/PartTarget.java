package io.penstock.upload;

import java.io.IOException;

/**
 * Where a {@link PartStream} leads.
 *
 * @param noteFirst what must be durable before a first part is sent: without it nobody would clean up after us
 */
record PartTarget(ObjectStore store, String key, Step noteFirst) {
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    PartedUpload begin() throws IOException {
        noteFirst.run();
        return store.begin(key);
    }
}

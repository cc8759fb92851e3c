package io.penstock.upload;

import io.penstock.config.UploadConfig;

/** What an attempt goes by from its beginning to its end, though the configuration may change meanwhile. */
record Settings(UploadConfig config, SharedStore store, PartBuffers buffers) {
    static Settings of(UploadConfig config, StoreOpener stores) {
        return new Settings(
                config, new SharedStore(stores), new PartBuffers(config.store().partBytes()));
    }
}

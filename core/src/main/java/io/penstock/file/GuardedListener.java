package io.penstock.file;

import io.penstock.status.StatusListener;

/** Keeps what a listener throws from the steps it is told of: they are done, and must not be repeated for it. */
record GuardedListener(SealedFilesListener listener, StatusListener status) implements SealedFilesListener {
    @Override
    public void sealed(Sealed file) {
        tell(() -> listener.sealed(file));
    }

    @Override
    public void recovered() {
        tell(listener::recovered);
    }

    @Override
    public void removed(String sealedName) {
        tell(() -> listener.removed(sealedName));
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            status.error("A listener to sealed files failed: " + e, e);
        }
    }
}

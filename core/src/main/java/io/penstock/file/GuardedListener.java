package io.penstock.file;

import io.penstock.status.StatusListener;

/**
 * Keeps what a listener throws from the steps that it hears of: they are done, and must not be repeated for it. An error of
 * the JVM, no memory say, is let through: the step then announces the file again.
 */
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
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            status.error("A listener to sealed files failed: " + e, e);
        }
    }
}

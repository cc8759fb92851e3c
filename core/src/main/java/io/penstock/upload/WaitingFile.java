package io.penstock.upload;

import org.jspecify.annotations.Nullable;

/** A sealed file on its way, and how far it has come. The first fields are guarded by the dispatcher's lock; the progress is the worker's that has the file. */
final class WaitingFile {
    enum State {
        READY,
        BUSY,
        /** For a reason that may pass. */
        DELAYED,
        /** For a reason of the store that somebody has to change. */
        REFUSED,
        /** For a reason of its own that somebody has to change. */
        DISPUTED
    }

    final SealedFile file;

    /** {@code System.nanoTime} at which it was sealed. */
    final long sinceNanos;

    /** What is asked whether a process or an uploader before us has registered it. */
    final Registered before;

    State state = State.READY;
    long dueNanos;
    /** Attempts that failed in a row for {@link #lastFailure}. */
    int failures;

    @Nullable
    State lastFailure;

    /** Whether this file keeps its start claimed while it waits. */
    boolean claimed;

    final Progress progress = new Progress();

    WaitingFile(SealedFile file, long sinceNanos, Registered before) {
        this.file = file;
        this.sinceNanos = sinceNanos;
        this.before = before;
    }

    /** What need not be done again while the process lives. */
    static final class Progress {
        /** The object is there, and verified. */
        @Nullable
        ManifestRecord archived;

        /** Attempts that failed. */
        int failures;

        /** A first attempt has begun. */
        boolean begun;

        /** That one met a note: somebody had the file before us. */
        boolean inherited;

        /** A line for it may have been written. */
        boolean appendTried;

        boolean inManifest;
        boolean inStore;
        boolean told;
    }

    @Override
    public String toString() {
        return file.name();
    }
}

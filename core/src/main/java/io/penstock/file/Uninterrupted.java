package io.penstock.file;

import java.io.IOException;

/** An interrupt closes a channel in use for good, and with a lock's channel goes the lock: here it waits until the step is done. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** A step on files. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** A step on files that comes to nothing but its effect. */
    interface Effect {
        void run() throws IOException;
    }

    static <T> T call(Step<T> step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return step.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void run(Effect effect) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            effect.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

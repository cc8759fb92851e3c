package io.penstock.benchmarks.run;

import io.penstock.status.StatusListener;
import org.jspecify.annotations.Nullable;

/** Says on standard error what an operator would see. */
public final class PrintedStatus implements StatusListener {
    @Override
    public void error(String message, @Nullable Throwable cause) {
        System.err.println("error: " + message + (cause == null ? "" : ": " + cause));
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        System.err.println("warning: " + message + (cause == null ? "" : ": " + cause));
    }

    @Override
    public void info(String message) {
        System.err.println("info: " + message);
    }
}

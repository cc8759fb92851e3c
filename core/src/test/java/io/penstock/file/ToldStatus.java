package io.penstock.file;

import io.penstock.status.StatusListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was reported. */
final class ToldStatus implements StatusListener {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void error(String message, @Nullable Throwable cause) {
        told.add("ERROR " + message);
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        told.add("WARN " + message);
    }

    @Override
    public void info(String message) {
        told.add("INFO " + message);
    }

    long count(String part) {
        return told.stream().filter(message -> message.contains(part)).count();
    }
}
